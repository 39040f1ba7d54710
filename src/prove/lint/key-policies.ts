import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { SERVICES } from "../evaluator/services";
import { matchingActions } from "../iam-data/iam-data";
import { documentsOf, type DocumentStatement, statementsOf } from "../iam/documents";
import { mayMatch } from "../iam/wildcard";
import { foreignAccounts } from "./foreign-accounts";
import { documentFlaw, kmsPage, s3Page, statementFlaw } from "./well-formed";

export const keyOfOwnRoot = {
  id: "key-of-own-root",
  severity: "error",
  title: "A key policy does not give its own account control",
  why: "Identity policies then have no effect on the key, and the key can become unmanageable.",
  remedy: "Allow kms:* to the root of the account, without a condition.",
  page: kmsPage("key-policy-default.html#key-policy-default-allow-root-enable-iam"),
  bad: {
    resources: {
      aws_kms_key: {
        archive: {
          provider: "aws.destination",
          policy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::222222222222:root" },
                Action: "kms:Decrypt",
                Resource: "*",
              },
            ],
          },
        },
      },
    },
  },
  good: {
    resources: {
      aws_kms_key: {
        archive: {
          provider: "aws.destination",
          policy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::222222222222:root" },
                Action: "kms:*",
                Resource: "*",
              },
            ],
          },
        },
      },
    },
  },
  find: uncontrolledKeys,
} as const satisfies Check;

/**
 * Without this statement, policies in the key's own account have no effect, and the key policy may become unchangeable.
 */
function uncontrolledKeys(estate: Estate): Flaw[] {
  return documentsOf(estate).flatMap((document) => {
    const { kind, statements, key } = document;
    if (kind !== "key" || !key || document.unknown !== undefined) return [];
    const { account, arn, existing, policy } = key;
    // Its administrators add the statements to those that it has.
    if (existing && policy.handover !== undefined) return [];
    if (statements.some((statement) => isOwnRoot(statement, account.id, arn))) return [];
    return [
      documentFlaw(document, {
        problem: `it does not give its own account ${account.id} control of the key: identity policies there have no effect, and the key can become unmanageable`,
        repair: `allow kms:* on "*" to arn:${account.partition}:iam::${account.id}:root, without a condition`,
        source: kmsPage("key-policy-default.html#key-policy-default-allow-root-enable-iam"),
      }),
    ];
  });
}

function isOwnRoot(statement: DocumentStatement, account: string, keyArn: string): boolean {
  const { effect, actions, resources, conditions } = statement;
  return (
    effect === "Allow" &&
    conditions.length === 0 &&
    statement.principals.accounts.includes(account) &&
    resources.some((resource) => resource === "*" || mayMatch(resource, keyArn)) &&
    actions.some((action) => includesAction(action, "kms:PutKeyPolicy"))
  );
}

function includesAction(pattern: string, action: string): boolean {
  return pattern === "*" || matchingActions(pattern).includes(action);
}

export const foreignAdministration = {
  id: "foreign-administration",
  severity: "warning",
  title: "A policy lets another account administer a bucket or key",
  why: "AWS reserves some actions for the owner and ignores them for others. The rest of a wildcard, such as kms:CreateGrant, is more than a partner needs.",
  remedy: "List the actions that are needed.",
  page: kmsPage("key-policy-modifying-external-accounts.html"),
  bad: {
    keyPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "kms:*",
        Resource: "*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
    ],
  },
  good: {
    keyPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
    ],
  },
  find: administeredByOthers,
} as const satisfies Check;

/** Actions that AWS reserves for the account of the key or bucket, allowed to another account. */
function administeredByOthers(estate: Estate): Flaw[] {
  return statementsOf(estate).flatMap((statement) => {
    const { effect, document, actions } = statement;
    const { kind } = document;
    if (effect !== "Allow" || (kind !== "key" && kind !== "bucket")) return [];
    const reserved = actions.filter((action) => reservedBy(action, kind));
    if (reserved.length === 0) return [];
    const foreign = foreignAccounts(statement);
    if (foreign.length === 0) return [];
    const whom = foreign.includes("*") ? "other accounts" : `account ${[...new Set(foreign)].join(", ")}`;
    return [
      statementFlaw(statement, {
        problem: `it allows ${whom} ${reserved.join(", ")}, but AWS reserves ${examples(reserved, kind)} for the owner's account`,
        repair:
          kind === "key"
            ? "list the actions that are needed, such as kms:Decrypt and kms:GenerateDataKey"
            : "remove it",
        source:
          kind === "key"
            ? kmsPage("key-policy-modifying-external-accounts.html")
            : s3Page("example-bucket-policies.html"),
      }),
    ];
  });
}

const reservations = new Map<string, readonly string[]>();

/** The actions that `action` covers and that AWS reserves for the owner's account. Ignores wildcards for a bucket. */
function reservedActions(action: string, target: "bucket" | "key"): readonly string[] {
  const id = `${target} ${action}`;
  const before = reservations.get(id);
  if (before) return before;
  const service = target === "key" ? "kms" : "s3";
  const isPattern = /[*?]/.test(action);
  const reserved =
    isPattern && target === "bucket"
      ? []
      : matchingActions(action).filter(
          (each) =>
            each.startsWith(`${service}:`) && SERVICES[service].ownersOnly.includes(each.toLowerCase()),
        );
  reservations.set(id, reserved);
  return reserved;
}

function reservedBy(action: string, target: "bucket" | "key"): boolean {
  return reservedActions(action, target).length > 0;
}

function examples(actions: readonly string[], target: "bucket" | "key"): string {
  const all = [...new Set(actions.flatMap((action) => reservedActions(action, target)))];
  const few = all.slice(0, 3).map((action) => action.slice(action.indexOf(":") + 1));
  return `${few.join(", ")}${all.length > few.length ? " …" : ""}`;
}
