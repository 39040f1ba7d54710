import type { Estate } from "../../estate/estate";
import type { RawStatement } from "../../estate/policy-document";
import { listOf } from "../iam/shape";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { type Document, documentsOf, isIdentity, statementsOf } from "../iam/documents";
import { accessAnalyzerPage, documentFlaw, iamPage, kmsPage, statementFlaw } from "./well-formed";

export const elements = {
  id: "elements",
  severity: "error",
  title: "A statement lacks an element, or has one that it cannot have",
  why: "AWS rejects the policy, the statement has no effect, or (with Allow and NotPrincipal) it lets strangers in.",
  remedy: "Add or remove the element.",
  page: iamPage("reference_policies_elements.html"),
  bad: { bucketPolicy: [{ Effect: "Deny", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-source/*" }] },
  good: {
    bucketPolicy: [
      { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-source/*" },
    ],
  },
  find: wrongElements,
} as const satisfies Check;

/** What a policy is attached to determines the elements that a statement must have or cannot have. */
function wrongElements(estate: Estate): Flaw[] {
  const documents = documentsOf(estate);
  const empty = documents.filter(
    ({ statements, unreadable, unknown }) =>
      statements.length + unreadable.length === 0 && unknown === undefined,
  );
  return [
    ...empty.map((document) =>
      documentFlaw(document, {
        problem: "it has no statements",
        repair: "add one, or remove the policy",
        source: iamPage("reference_policies_elements_statement.html"),
      }),
    ),
    ...documents.flatMap((document) =>
      document.unreadable.map((problem) =>
        documentFlaw(document, {
          problem: `${problem}, so AWS rejects it, and it is not judged here`,
          repair: "correct it",
          source: iamPage("reference_policies_grammar.html"),
        }),
      ),
    ),
    ...statementsOf(estate).flatMap((statement) => {
      const found = whatIsWrong(statement.raw, statement.document);
      if (found === undefined) return [];
      return [statementFlaw(statement, { source: iamPage("reference_policies_elements.html"), ...found })];
    }),
  ];
}

interface Found {
  readonly problem: string;
  readonly repair: string;
  readonly source?: string;
}

function whatIsWrong(raw: RawStatement, document: Document): Found | undefined {
  const unclear = unclearElement(raw);
  if (unclear) return unclear;
  const hasAction = raw.Action !== undefined || raw.NotAction !== undefined;
  const hasResource = raw.Resource !== undefined || raw.NotResource !== undefined;
  const hasPrincipal = raw.Principal !== undefined || raw.NotPrincipal !== undefined;
  const isOfIdentity = isIdentity(document);
  if (document.kind === "key" && !(hasAction && hasResource)) {
    return {
      problem: `it has no ${hasAction ? "Resource" : "Action"}, so it has no effect, although KMS accepts it`,
      repair: hasAction ? 'add "Resource": "*", which is this key' : "add an Action",
      source: kmsPage("key-policy-overview.html"),
    };
  }
  if (!hasAction) return { problem: "it has no Action, which AWS requires", repair: "add an Action" };
  if (isOfIdentity && hasPrincipal) {
    return {
      problem: "it has a Principal, which a policy of a role or user cannot have",
      repair: "remove it: the policy applies to what it is attached to",
    };
  }
  if (!isOfIdentity && !hasPrincipal) {
    return {
      problem: "it has no Principal, which AWS requires here",
      repair: "add a Principal",
    };
  }
  if (document.kind === "trust" && hasResource) {
    return {
      problem: "it has a Resource, which a trust policy cannot have",
      repair: "remove it: the policy applies to its role",
    };
  }
  if (document.kind !== "trust" && !hasResource) {
    return {
      problem: "it has no Resource, which AWS requires",
      repair: "add a Resource",
    };
  }
  if (raw.NotPrincipal !== undefined && raw.Effect === "Allow") {
    return {
      problem: "its NotPrincipal allows everyone else, including strangers",
      repair: "use Principal, with the accounts, roles or users that need access",
      source: accessAnalyzerPage("security-warning-allow-with-notprincipal"),
    };
  }
  return undefined;
}

const PAIRS = [
  ["Principal", "NotPrincipal"],
  ["Action", "NotAction"],
  ["Resource", "NotResource"],
] as const;

function unclearElement(raw: RawStatement): Found | undefined {
  for (const [is, not] of PAIRS) {
    if (raw[is] !== undefined && raw[not] !== undefined) {
      return { problem: `it has both ${is} and ${not}, which AWS rejects`, repair: "keep one of the two" };
    }
    const value = raw[is] ?? raw[not];
    if (value !== undefined && typeof value !== "string" && isEmpty(value)) {
      return {
        problem: `its ${raw[is] === undefined ? not : is} is empty, which AWS rejects`,
        repair: "add a value, or remove the statement",
      };
    }
  }
  return undefined;
}

function isEmpty(value: object): boolean {
  return Array.isArray(value)
    ? value.length === 0
    : Object.values(value).every((each) => listOf(each).length === 0);
}
