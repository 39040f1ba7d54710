import { parseArn } from "../../aws/arn";
import type { Bucket, Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { type DocumentStatement, statementsOf } from "../iam/documents";
import { s3Page, statementFlaw } from "./well-formed";

const ENFORCED = "BucketOwnerEnforced";

/** Why each action has no effect if ACLs are disabled. */
const ABOUT_ACLS: Readonly<Record<string, string>> = {
  "s3:putobjectacl": "ACLs are disabled",
  "s3:putobjectversionacl": "ACLs are disabled",
  "s3:putbucketacl": "ACLs are disabled",
  "s3:objectowneroverridetobucketowner": "replicas already belong to the bucket's owner",
};

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
  const enforced = new Map(
    estate.buckets
      .filter(({ ownership }) => ownership.objectOwnership === ENFORCED)
      .map((bucket) => [bucket.name, bucket]),
  );
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
