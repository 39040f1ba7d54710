import { accountOf } from "../../aws/arn";
import type { Account, Bucket, Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { Multimap } from "../multimap";
import { matchingActions, resourceTypesOf } from "../iam-data/iam-data";
import { documentsOf, type DocumentStatement, resourcePoliciesOf } from "../iam/documents";
import { mayMatch } from "../iam/wildcard";
import type { Check } from "./check";
import { foreignAccounts } from "./foreign-accounts";
import { Target } from "./sides";
import { kmsPage, s3Page, statementFlaw } from "./well-formed";

const KEY_PAGE = kmsPage("key-policy-modifying-external-accounts.html");
const ACTIONS_PAGE = s3Page("example-bucket-policies.html");

export const keyNotShared = {
  id: "key-not-shared",
  severity: "error",
  title: "A bucket is shared with an account that its key is not shared with",
  why: "Objects are encrypted with the key of the bucket. Without a statement in the key policy, as in the default key policy, the other account gets 403 for every object.",
  remedy: "Allow the other account kms:Decrypt, and kms:GenerateDataKey to write, in the key policy.",
  page: KEY_PAGE,
  bad: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "333333333333" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
      },
    ],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "333333333333" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
      },
    ],
    keyPolicy: [
      { Effect: "Allow", Principal: { AWS: "333333333333" }, Action: "kms:Decrypt", Resource: "*" },
    ],
  },
  find: unsharedKeys,
} as const satisfies Check;

const DATA = ["s3:GetObject", "s3:PutObject"];

function unsharedKeys(estate: Estate): Flaw[] {
  const keys = new Map(
    resourcePoliciesOf(estate).flatMap((policy) =>
      policy.kind === "key" ? [[policy.arn, policy] as const] : [],
    ),
  );
  return bucketStatements(estate).flatMap(([statement, bucket]) => {
    const key = keys.get(bucket.encryption.keyArn ?? "");
    if (key === undefined || !statement.actions.some(coversData)) return [];
    const target = new Target(key);
    if (target.mayAllowMore) return [];
    const refused = foreignAccounts(statement).filter(
      (account) => account !== "*" && account !== key.account.id && !allowsAny(target, account),
    );
    if (refused.length === 0) return [];
    return [
      statementFlaw(statement, {
        problem: `it gives account ${[...new Set(refused)].join(", ")} objects that are encrypted with ${target.arn}, but the ${target.title} allows that account nothing`,
        repair: `allow ${statement.actions.some(coversPut) ? "kms:GenerateDataKey and kms:Decrypt" : "kms:Decrypt"} there to the same principals`,
        source: KEY_PAGE,
        addresses: [target.address],
      }),
    ];
  });
}

function coversData(action: string): boolean {
  return DATA.some((each) => matchingActions(action).includes(each));
}

function coversPut(action: string): boolean {
  return matchingActions(action).includes("s3:PutObject");
}

/** Whether a statement may allow someone in the account something. */
function allowsAny({ allows }: Target, account: string): boolean {
  return allows.some((statement) => {
    const { everyone, accounts, arns } = statement.principals;
    if (everyone || statement.raw.NotPrincipal !== undefined) return true;
    return accounts.includes(account) || arns.some((arn) => accountOf(arn) === account);
  });
}

export const foreignConfiguration = {
  id: "foreign-configuration",
  severity: "warning",
  title: "A bucket policy lets another account configure the bucket",
  why: "Whoever can change versioning, replication, encryption or access of a bucket can lose its objects or copy them elsewhere. No client needs these actions to read or write, and neither does replication.",
  remedy: "List the actions that are needed, such as s3:GetObject and s3:PutObject.",
  page: ACTIONS_PAGE,
  bad: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "333333333333" },
        Action: "s3:PutBucketVersioning",
        Resource: "arn:aws:s3:::acme-source",
      },
    ],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "333333333333" },
        Action: "s3:GetBucketVersioning",
        Resource: "arn:aws:s3:::acme-source",
      },
    ],
  },
  find: configuredByOthers,
} as const satisfies Check;

function configuredByOthers(estate: Estate): Flaw[] {
  return bucketStatements(estate).flatMap(([statement, bucket]) => {
    const isOnBucket = statement.resources.some((resource) => mayMatch(resource, bucket.arn));
    const actions = statement.actions.filter((action) =>
      /^(s3:)?\*$/.test(action) ? true : isOnBucket && matchingActions(action).some(isConfiguration),
    );
    if (actions.length === 0 || isForAccessPoints(statement)) return [];
    const accounts = [...new Set(foreignAccounts(statement))];
    if (accounts.length === 0) return [];
    const whom = accounts.includes("*") ? "other accounts" : `account ${accounts.join(", ")}`;
    const all = actions.some((action) => /^(s3:)?\*$/.test(action));
    return [
      statementFlaw(statement, {
        problem: all
          ? `it allows ${whom} every action on ${statement.resources.join(", ")}, with those that configure and delete`
          : `it allows ${whom} to configure the bucket: ${actions.join(", ")}`,
        repair: "list the actions that are needed, such as s3:GetObject and s3:PutObject",
        source: ACTIONS_PAGE,
      }),
    ];
  });
}

/**
 * AWS recommends to delegate every action to the access points of an account. They accept requests about objects alone.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
function isForAccessPoints({ requirements }: DocumentStatement): boolean {
  return requirements.some(({ lowerKey }) => /^s3:dataaccesspoint(account|arn)$/.test(lowerKey));
}

/** An action that changes a bucket itself. */
function isConfiguration(action: string): boolean {
  return /^s3:(Put|Delete)/.test(action) && resourceTypesOf(action).includes("bucket");
}

export const oneAccountTwice = {
  id: "one-account-twice",
  severity: "warning",
  title: "A bucket policy grants its own account, which two providers share",
  why: "Two providers are meant to be two accounts, but have the same id. A grant to the own account looks like a grant to the other one, and the other one gets nothing.",
  remedy:
    "Correct the account of one provider, or remove the statement: within an account, identity policies are enough.",
  page: s3Page("example-walkthroughs-managing-access-example2.html"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "111111111111" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
      },
    ],
    providers: { partner: { allowed_account_ids: ["111111111111"], region: "us-east-1" } },
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "333333333333" },
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::acme-source",
      },
    ],
    providers: { partner: { allowed_account_ids: ["333333333333"], region: "us-east-1" } },
  },
  find: grantsToItself,
} as const satisfies Check;

function grantsToItself(estate: Estate): Flaw[] {
  const twice = new Multimap(estate.accounts.map((account) => [idAndRegion(account), account]));
  return bucketStatements(estate).flatMap(([statement, { account }]) => {
    const same = twice.get(idAndRegion(account));
    const { principals, requiredPrincipals } = statement;
    if (same.length < 2 || requiredPrincipals !== undefined || !principals.accounts.includes(account.id))
      return [];
    return [
      statementFlaw(statement, {
        problem: `it grants ${account.id} access, which is the bucket's own account; ${same.map(({ address }) => address).join(" and ")} are all in it`,
        repair: "correct the account of one provider, or remove the statement",
        source: oneAccountTwice.page,
        addresses: same.map(({ address }) => address),
      }),
    ];
  });
}

/** A second region of an account is a provider of its own. */
function idAndRegion({ id, region }: Account): string {
  return `${id} ${region}`;
}

/** The Allow statements of bucket policies. */
function bucketStatements(estate: Estate): (readonly [DocumentStatement, Bucket])[] {
  return documentsOf(estate).flatMap(({ kind, bucket, statements }) =>
    kind === "bucket" && bucket
      ? statements.filter(({ effect }) => effect === "Allow").map((statement) => [statement, bucket] as const)
      : [],
  );
}
