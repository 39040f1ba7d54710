import { closest, distance } from "fastest-levenshtein";
import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { actionNames, isKnownService, matchingActions } from "../iam-data/iam-data";
import { type Document, type DocumentStatement, statementsOf } from "../iam/documents";
import { accessAnalyzerPage, iamPage, kmsPage, s3Page, statementFlaw } from "./well-formed";

export const actionsExist = {
  id: "actions-exist",
  severity: "error",
  title: "An action does not exist",
  why: "AWS rejects or ignores the action. People often use the name of an API call, whose action has another name.",
  remedy: "Use an action of the Service Authorization Reference.",
  page: accessAnalyzerPage("error-invalid-action"),
  bad: {
    identityPolicy: [{ Effect: "Allow", Action: "s3:HeadObject", Resource: "arn:aws:s3:::acme-source/*" }],
  },
  good: {
    identityPolicy: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-source/*" }],
  },
  find: unknownActions,
} as const satisfies Check;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html */
function unknownActions(estate: Estate): Flaw[] {
  return statementsOf(estate).flatMap((statement) =>
    actionsAndNotActions(statement)
      .filter((action) => !exists(action))
      .map((action) =>
        statementFlaw(statement, {
          problem: `unknown action ${action}`,
          repair: hint(action),
          source: accessAnalyzerPage("error-invalid-action"),
        }),
      ),
  );
}

export const actionsOfService = {
  id: "actions-of-service",
  severity: "error",
  title: "A policy has actions of another service",
  why: "The policy of a bucket, a key or a role applies only to actions of S3, KMS or STS. AWS rejects most others.",
  remedy: "Move the action to the identity policy of the principal.",
  page: s3Page("access-policy-language-overview.html"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:GetObject", "ec2:RunInstances"],
        Resource: "arn:aws:s3:::acme-source/*",
      },
    ],
  },
  good: {
    bucketPolicy: [
      { Effect: "Deny", Principal: "*", Action: "s3:DeleteObject", Resource: "arn:aws:s3:::acme-source/*" },
    ],
  },
  find: strayActions,
} as const satisfies Check;

/**
 * In the policy of a bucket, a key or a role, actions of other services have no effect, and AWS rejects most of them.
 */
function strayActions(estate: Estate): Flaw[] {
  return statementsOf(estate).flatMap((statement) => {
    const { service, source } = OF_KIND[statement.document.kind] ?? {};
    if (service === undefined || source === undefined) return [];
    return actionsAndNotActions(statement)
      .filter((action) => action.includes(":") && !matchesService(action, service))
      .map((action) =>
        statementFlaw(statement, {
          problem: `${action} does not belong in this policy, which applies only to ${service} actions`,
          repair: "move it to the identity policy of the principal",
          source,
        }),
      );
  });
}

const OF_KIND: Readonly<Partial<Record<Document["kind"], { service: string; source: string }>>> = {
  bucket: { service: "s3", source: s3Page("access-policy-language-overview.html") },
  key: { service: "kms", source: kmsPage("key-policy-overview.html") },
  trust: { service: "sts", source: iamPage("id_roles_update-role-trust-policy.html") },
};

function actionsAndNotActions({ actions, notActions }: DocumentStatement): readonly string[] {
  return notActions.length === 0 ? actions : [...actions, ...notActions];
}

const known = new Map<string, boolean>();

/** Actions of services that are not known here may exist. */
function exists(action: string): boolean {
  const before = known.get(action);
  if (before !== undefined) return before;
  const [service = "", name] = action.split(":");
  const isOther = name !== undefined && !/[*?]/.test(service) && !isKnownService(service);
  const found = isOther || action === "*" || (name !== undefined && matchingActions(action).length > 0);
  known.set(action, found);
  return found;
}

function matchesService(action: string, service: string): boolean {
  const [prefix = ""] = action.toLowerCase().split(":");
  return prefix === service || /[*?]/.test(prefix);
}

/** API calls whose action has another name. People use the name of the call. */
const MEANT: Readonly<Record<string, string>> = {
  "kms:reencrypt":
    "use kms:ReEncryptFrom and kms:ReEncryptTo, or neither: S3 never calls ReEncrypt for a copy",
  "s3:headobject": "use s3:GetObject, which HeadObject needs",
  "s3:headbucket": "use s3:ListBucket, which HeadBucket needs",
  "s3:copyobject": "use s3:GetObject on the source and s3:PutObject on the destination",
  "s3:listobjects": "use s3:ListBucket, on the bucket",
  "s3:listobjectsv2": "use s3:ListBucket, on the bucket",
};

function hint(action: string): string {
  const meant = MEANT[action.toLowerCase()];
  if (meant !== undefined) return meant;
  const near = nearestAction(action);
  return near === undefined ? "use an action that exists" : `use an action that exists, such as ${near}`;
}

/** The action that was probably meant by one that does not exist. */
export function nearestAction(action: string): string | undefined {
  if (exists(action) || MEANT[action.toLowerCase()] !== undefined) return undefined;
  const near = closest(action, actionNames());
  return distance(action, near) > 3 ? undefined : near;
}
