import { parseArn } from "../../aws/arn";
import type { Bucket, Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { conditionsOf, type DocumentStatement, statementsOf } from "../iam/documents";
import { isEnforced } from "./bucket-settings";
import { holdsWithout, requiresHeader } from "./missing-headers";
import { s3Page, statementFlaw, wellFormed } from "./well-formed";

const ENFORCED = "BucketOwnerEnforced";

/** Why each action has no effect if ACLs are disabled. */
const ABOUT_ACLS: Readonly<Record<string, string>> = {
  "s3:putobjectacl": "ACLs are disabled",
  "s3:putobjectversionacl": "ACLs are disabled",
  "s3:putbucketacl": "ACLs are disabled",
  "s3:objectowneroverridetobucketowner": "replicas already belong to the bucket's owner",
};

export const aclRefused = {
  id: "acl-refused",
  severity: "error",
  title: "An ACL is set on a bucket whose ACLs are disabled",
  why: "New buckets have the object ownership BucketOwnerEnforced. S3 then refuses to set any ACL, even a private one, with AccessControlListNotSupported, and to create a bucket with an ACL for others with InvalidBucketAclWithObjectOwnership. The apply fails.",
  remedy:
    "Remove the ACL. If ACLs are needed, set the object ownership to BucketOwnerPreferred first, and add depends_on.",
  page: s3Page("object-ownership-error-responses.html"),
  bad: {
    resources: {
      aws_s3_bucket_acl: {
        source: { provider: "aws.source", bucket: "acme-source", acl: "log-delivery-write" },
      },
    },
  },
  good: {
    resources: {
      aws_s3_bucket_ownership_controls: {
        source: {
          provider: "aws.source",
          bucket: "acme-source",
          rule: { object_ownership: "BucketOwnerPreferred" },
        },
      },
      aws_s3_bucket_acl: {
        source: {
          provider: "aws.source",
          bucket: "acme-source",
          acl: "log-delivery-write",
          depends_on: ["aws_s3_bucket_ownership_controls.source"],
        },
      },
    },
  },
  find: refusedAcls,
} as const satisfies Check;

function refusedAcls({ buckets, isDeployed }: Estate): Flaw[] {
  return buckets.flatMap((bucket) => {
    const { name, address, account, acl, ownership } = bucket;
    if (acl === undefined || isDeployed) return [];
    if (acl.address === address) return acl.grants.length > 0 ? [refusedAtCreation(bucket)] : [];
    if (!isEnforced(bucket)) return [];
    const why =
      ownership.address === undefined ? `which is the default of new buckets` : `by ${ownership.address}`;
    return [
      wellFormed({
        problem: `S3 refuses the ACL of ${name}: its object ownership is ${ENFORCED}, ${why}, so ACLs are disabled`,
        addresses: [acl.address, ownership.address ?? address],
        because: [`${acl.address} in account ${account.id}`],
        repair:
          "remove the ACL, or set the object ownership to BucketOwnerPreferred and let the ACL depend on it",
        source: s3Page("object-ownership-error-responses.html"),
      }),
    ];
  });
}

/** Terraform creates the bucket with its canned ACL, and its ownership controls afterwards. S3 accepts a private ACL. */
function refusedAtCreation({ name, address, account }: Bucket): Flaw {
  return wellFormed({
    problem: `S3 refuses to create ${name} with its ACL: the object ownership of new buckets is ${ENFORCED}, so ACLs are disabled`,
    addresses: [address],
    because: [`${address} in account ${account.id}`],
    repair:
      "remove the ACL, or set the object ownership to BucketOwnerPreferred and let an aws_s3_bucket_acl depend on it",
    source: s3Page("object-ownership-error-responses.html"),
  });
}

export const denyWithoutAcl = {
  id: "deny-without-acl",
  severity: "warning",
  title: "A Deny requires an ACL where ACLs are disabled",
  why: "The owner of the bucket owns every object anyway, but uploads without the header are denied.",
  remedy: "Remove the Deny.",
  page: s3Page("about-object-ownership.html"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { StringNotEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
    ],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: {
          StringNotEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
          Null: { "s3:x-amz-acl": "false" },
        },
      },
    ],
  },
  find: requiredAcls,
} as const satisfies Check;

function requiredAcls(estate: Estate): Flaw[] {
  return conditionsOf(estate)
    .get("s3:x-amz-acl")
    .filter(({ statement: { effect, document } }) => effect === "Deny" && document.kind === "bucket")
    .filter(({ statement: { document } }) => document.bucket !== undefined && isEnforced(document.bucket))
    .filter(({ line }) => holdsWithout(line))
    .filter(({ statement, line }) => !requiresHeader(statement, new Set([line.lowerKey])))
    .map(({ statement, line: { operator } }) =>
      statementFlaw(statement, {
        problem: `it denies uploads without x-amz-acl, although clients need not send it: the object ownership of ${statement.document.bucket?.name} is ${ENFORCED} (${operator} holds if the header is missing)`,
        repair: "remove the statement",
        source: s3Page("about-object-ownership.html"),
      }),
    );
}

export const aclsOff = {
  id: "acls-off",
  severity: "warning",
  title: "A policy allows to set ACLs where ACLs are disabled",
  why: "If the bucket's owner owns every object, S3 ignores or refuses ACLs, so the permission has no effect.",
  remedy: "Remove the action.",
  page: s3Page("about-object-ownership.html"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: ["s3:GetObject", "s3:PutObjectAcl"],
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
    ],
    identityPolicy: [{ Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::acme-source/*" }],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
    ],
  },
  find: needlessAclActions,
} as const satisfies Check;

/** If the bucket's owner owns every object, ACLs are disabled: nothing can set them, and no owner needs to change. */
function needlessAclActions(estate: Estate): Flaw[] {
  const enforced = new Map(estate.buckets.filter(isEnforced).map((bucket) => [bucket.name, bucket]));
  return statementsOf(estate).flatMap((statement) => {
    if (statement.effect !== "Allow") return [];
    const actions = statement.actions.filter((action) => ABOUT_ACLS[action.toLowerCase()] !== undefined);
    if (actions.length === 0) return [];
    const buckets = bucketsOf(statement, enforced);
    return buckets.length === 0 ? [] : [flaw(statement, actions, buckets)];
  });
}

/** The buckets of the statement. Empty if one of its resources is not such a bucket. */
function bucketsOf({ resources }: DocumentStatement, enforced: ReadonlyMap<string, Bucket>): Bucket[] {
  const buckets = resources.map((resource) => enforced.get(parseArn(resource)?.bucket ?? ""));
  return buckets.includes(undefined) ? [] : [...new Set(buckets as Bucket[])];
}

function flaw(statement: DocumentStatement, actions: readonly string[], buckets: readonly Bucket[]): Flaw {
  const names = buckets.map(({ name }) => name).join(", ");
  const what = [...new Set(actions.map((action) => ABOUT_ACLS[action.toLowerCase()]))].join(" and ");
  return statementFlaw(statement, {
    problem: `${actions.join(", ")} ${actions.length === 1 ? "has" : "have"} no effect: ${what}, because the object ownership of ${names} is ${ENFORCED}`,
    repair: "remove it",
    source: s3Page("about-object-ownership.html"),
    addresses: buckets.map(({ ownership, address }) => ownership.address ?? address),
  });
}
