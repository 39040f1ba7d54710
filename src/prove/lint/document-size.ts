import {
  BUCKET_POLICY,
  INLINE_ROLE_POLICY,
  INLINE_USER_POLICY,
  KEY_POLICY,
  MANAGED_POLICIES,
  MANAGED_POLICY,
  type PolicyLimit,
  TRUST_POLICY,
} from "../../aws/policy-limits";
import type { Estate, Principal } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check, Example } from "./check";
import { type Document, type DocumentKind, documentsOf, jsonOf } from "../iam/documents";
import { documentFlaw, iamPage, inAccount, s3Page, wellFormed } from "./well-formed";

interface Limit {
  readonly limit: PolicyLimit;
  /** Before the length. @default "AWS allows" */
  readonly says?: string;
  readonly repair: string;
  readonly source: string;
}

const QUOTAS = iamPage("reference_iam-quotas.html#reference_iam-quotas-entity-length");

const SHORTER =
  "list principals with the same access in one statement, or grant access to entire accounts, and let their administrators choose";

/** Inline policies share a limit. How the policy in an output will be attached is not known. */
const LIMITS: Readonly<Partial<Record<DocumentKind, Limit>>> = {
  bucket: {
    limit: BUCKET_POLICY,
    repair: SHORTER,
    source: s3Page("add-bucket-policy.html"),
  },
  key: {
    limit: KEY_POLICY,
    repair: SHORTER,
    says: "the last limit that KMS documented is",
    source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
  },
  managed: {
    limit: MANAGED_POLICY,
    repair: "split it into several managed policies",
    source: QUOTAS,
  },
  trust: {
    limit: TRUST_POLICY,
    repair: "trust fewer principals, or request a quota of up to 8,192 characters from AWS",
    source: QUOTAS,
  },
};

const INLINE: Readonly<Record<Principal["kind"], PolicyLimit>> = {
  role: INLINE_ROLE_POLICY,
  user: INLINE_USER_POLICY,
};

export const documentSize = {
  id: "document-size",
  severity: "error",
  title: "The policy is too long",
  why: "AWS refuses policies beyond a fixed size, so the apply fails.",
  remedy:
    "List principals with the same access in one statement, grant to a whole account, or split the policy.",
  page: iamPage("reference_iam-quotas.html#reference_iam-quotas-entity-length"),
  bad: {
    trustPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "222222222222" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "x".repeat(2100) } },
      },
    ],
  },
  good: {
    trustPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "222222222222" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "acme" } },
      },
    ],
  },
  find: tooLong,
} as const satisfies Check;

function tooLong(estate: Estate): Flaw[] {
  return documentsOf(estate).flatMap((document) => {
    const limited = LIMITS[document.kind];
    if (limited === undefined) return [];
    const { limit, says = "AWS allows", repair, source } = limited;
    const { length: most, unit } = limit;
    if (isSurelyWithin(most, document)) return [];
    const size = unit === "bytes" ? bytes(document) : characters(document);
    if (size <= most) return [];
    const problem = `it has ${count(size)} ${unit}, but ${says} ${count(most)}`;
    return [documentFlaw(document, { problem, repair, source })];
  });
}

export const inlinePoliciesSize = {
  id: "inline-policies-size",
  severity: "error",
  title: "The inline policies of a role or user are too long together",
  why: "All inline policies of a role or user share one limit. Beyond it, IAM refuses the last one.",
  remedy: "Turn some of them into managed policies.",
  page: iamPage("reference_iam-quotas.html#reference_iam-quotas-entity-length"),
  bad: {
    resources: {
      aws_iam_role_policy: {
        long: {
          provider: "aws.destination",
          name: "long",
          role: "Porter",
          policy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Deny",
                Action: "s3:PutObject",
                Resource: "arn:aws:s3:::acme-source/" + "x".repeat(10_200),
              },
            ],
          },
        },
      },
    },
  },
  good: {
    resources: {
      aws_iam_role_policy: {
        short: {
          provider: "aws.destination",
          name: "short",
          role: "Porter",
          policy: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Deny", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-source/*" }],
          },
        },
      },
    },
  },
  find: tooLongTogether,
} as const satisfies Check;

function tooLongTogether(estate: Estate): Flaw[] {
  const inline = new Map<Principal, Document[]>();
  for (const document of documentsOf(estate)) {
    const { kind, principal } = document;
    if (kind !== "inline" || !principal) continue;
    const others = inline.get(principal);
    if (others) others.push(document);
    else inline.set(principal, [document]);
  }
  return [...inline].flatMap(([{ kind, name }, documents]) => {
    const most = INLINE[kind].length;
    if (isSurelyWithin(most, ...documents)) return [];
    const size = documents.reduce((sum, document) => sum + characters(document), 0);
    if (size <= most) return [];
    return [
      wellFormed({
        problem: `the inline policies of ${kind} ${name} have ${count(size)} characters together, but AWS allows ${count(most)}`,
        addresses: documents.map(({ address }) => address),
        because: documents.map((each) => `${count(characters(each))} in ${inAccount(each)}`),
        repair: `turn them into managed policies, which can have ${count(MANAGED_POLICY.length)} characters each; AWS attaches ${MANAGED_POLICIES[kind]} to a ${kind}`,
        source: QUOTAS,
      }),
    ];
  });
}

export const attachedPolicies = {
  id: "attached-policies",
  severity: "error",
  title: "Too many managed policies are attached to a role or user",
  why: "AWS refuses to attach more managed policies than its quota allows.",
  remedy: "Merge some of them, or request a higher quota from AWS.",
  page: iamPage("reference_iam-quotas.html#reference_iam-quotas-entities"),
  bad: {
    resources: userWith(11),
  },
  good: {
    resources: userWith(2),
  },
  find: tooManyAttached,
} as const satisfies Check;

function tooManyAttached({ principals }: Estate): Flaw[] {
  return principals.flatMap(({ kind, name, identityPolicies }) => {
    const most = MANAGED_POLICIES[kind];
    const attached = identityPolicies.filter((policy) => policy.kind !== "inline");
    if (attached.length <= most) return [];
    return [
      wellFormed({
        problem: `${kind} ${name} has ${attached.length} managed policies, but AWS allows at most ${most} by default`,
        addresses: attached.slice(most).map(({ attachment, address }) => attachment ?? address),
        because: [`an existing ${kind} can have other policies too`],
        repair: "merge some of them, or request a higher quota from AWS",
        source: iamPage("reference_iam-quotas.html#reference_iam-quotas-entities"),
      }),
    ];
  });
}

/** A user with that many managed policies. */
function userWith(count: number): NonNullable<Example["resources"]> {
  const policies = Array.from({ length: count }, (_, index) => `part_${index + 1}`);
  const named = <T>(of: (name: string) => T) => Object.fromEntries(policies.map((name) => [name, of(name)]));
  return {
    aws_iam_user: { analyst: { provider: "aws.destination", name: "analyst" } },
    aws_iam_user_policy_attachment: named((name) => ({
      provider: "aws.destination",
      user: "${aws_iam_user.analyst.name}",
      policy_arn: `\${aws_iam_policy.${name}.arn}`,
    })),
    aws_iam_policy: named((name) => ({
      provider: "aws.destination",
      name,
      policy: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Deny", Action: "s3:PutObject", Resource: `arn:aws:s3:::acme-source/${name}/*` },
        ],
      },
    })),
  };
}

/** Saves the counting of most documents: a UTF-16 code unit takes three bytes at most. */
function isSurelyWithin(most: number, ...documents: readonly Document[]): boolean {
  return documents.reduce((sum, document) => sum + jsonOf(document).length, 0) * 3 <= most;
}

function bytes(document: Document): number {
  return Buffer.byteLength(jsonOf(document));
}

function characters(document: Document): number {
  return jsonOf(document).replaceAll(/\s/g, "").length;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
