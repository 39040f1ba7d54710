import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { isIdentity, statementsOf } from "../iam/documents";
import { isPublic, keepsOthersOut, whyItDoesNotLimit } from "../iam/public-statement";
import { kmsPage, s3Page, statementFlaw, iamPage, wellFormed } from "./well-formed";

export const publicPolicies = {
  id: "public-policies",
  severity: "error",
  title: "A policy allows everyone",
  why: "Strangers can use the bucket, the key or the role. Where public access is blocked, S3 refuses the policy, or keeps all other accounts out.",
  remedy:
    "List accounts, roles or users in Principal, or require a fixed aws:PrincipalOrgID, aws:PrincipalAccount or aws:PrincipalArn.",
  page: s3Page("access-control-block-public-access.html#access-control-block-public-access-policy-status"),
  bad: {
    bucketPolicy: [
      { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-source/*" },
    ],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-acme" } },
      },
    ],
  },
  find: openToAll,
} as const satisfies Check;

function openToAll(estate: Estate): Flaw[] {
  return statementsOf(estate)
    .filter((statement) => !isIdentity(statement.document) && isPublic(statement))
    .map((statement) =>
      statementFlaw(statement, {
        problem: `it allows everyone, including strangers${statement.conditions.length > 0 ? ", and no condition limits it" : ""}`,
        repair:
          "list accounts, roles or users in Principal, or require a fixed aws:PrincipalOrgID, aws:PrincipalAccount or aws:PrincipalArn",
        source: SOURCES[statement.document.kind] ?? SOURCES.bucket,
        because: [
          ...statement.requirements.flatMap((line) => whyItDoesNotLimit(line, statement) ?? []),
          ...(keepsOthersOut(statement.document) ? [OTHERS_KEPT_OUT] : []),
        ],
      }),
    );
}

/** Whether S3 refuses the policy, and keeps other accounts out, although it was there before. */
export function isBlockedByS3({ check, because }: Flaw): boolean {
  return check === publicPolicies.id && because.includes(OTHERS_KEPT_OUT);
}

const OTHERS_KEPT_OUT =
  "because of restrict_public_buckets, S3 then refuses all requests of other accounts, also those that other statements allow";

const SOURCES: Readonly<Partial<Record<string, string>>> & { bucket: string } = {
  bucket: s3Page("access-control-block-public-access.html#access-control-block-public-access-policy-status"),
  key: kmsPage("key-policy-overview.html"),
  trust: iamPage("reference_policies_elements_principal.html#principal-anonymous"),
};

const SWITCHES = {
  blockPublicAcls: "block_public_acls",
  blockPublicPolicy: "block_public_policy",
  ignorePublicAcls: "ignore_public_acls",
  restrictPublicBuckets: "restrict_public_buckets",
} as const;

export const publicAccessBlocks = {
  id: "public-access-blocks",
  severity: "warning",
  title: "The public access block of a bucket is disabled",
  why: "AWS blocks public access to every new bucket. The resource disables each part that it does not set to true.",
  remedy: "Set all four arguments to true.",
  page: s3Page("access-control-block-public-access.html"),
  bad: {
    resources: {
      aws_s3_bucket_public_access_block: {
        source: {
          provider: "aws.source",
          bucket: "acme-source",
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: false,
        },
      },
    },
  },
  good: {
    resources: {
      aws_s3_bucket_public_access_block: {
        source: {
          provider: "aws.source",
          bucket: "acme-source",
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        },
      },
    },
  },
  find: disabledBlocks,
} as const satisfies Check;

/** AWS blocks public access to new buckets. A resource without one of the four arguments disables that part. */
function disabledBlocks(estate: Estate): Flaw[] {
  return estate.buckets.flatMap(({ name, address, account, publicAccessBlock }) => {
    const off = (Object.keys(SWITCHES) as (keyof typeof SWITCHES)[]).filter(
      (each) => !publicAccessBlock[each],
    );
    if (off.length === 0) return [];
    const at = publicAccessBlock.address ?? address;
    return [
      wellFormed({
        problem: `the public access block of ${name} disables ${off.map((each) => SWITCHES[each]).join(", ")}`,
        addresses: [at],
        because: [`${at} in account ${account.id}`],
        repair: "set all four to true",
        source: s3Page("access-control-block-public-access.html"),
      }),
    ];
  });
}
