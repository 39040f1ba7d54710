import type { Bucket, Estate } from "../../estate/estate";
import { matchingActions } from "../iam-data/iam-data";
import { type Document, documentsOf, type DocumentStatement } from "../iam/documents";
import type { Flaw } from "../flaw";
import { isEnforced, isKnown } from "./bucket-settings";
import type { Check } from "./check";
import { foreignAccounts } from "./foreign-accounts";
import { isNull } from "./missing-headers";
import { s3Page, statementFlaw } from "./well-formed";

const PORTER = {
  Principal: { AWS: "arn:aws:iam::222222222222:root" },
  Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
} as const;

const WRITE = { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-source/*" } as const;

function ownership(object_ownership: string) {
  return {
    aws_s3_bucket_ownership_controls: {
      source: { provider: "aws.source", bucket: "acme-source", rule: { object_ownership } },
    },
  };
}

export const objectOwners = {
  id: "object-owners",
  severity: "warning",
  title: "Objects belong to the account that uploads them",
  why: "Without BucketOwnerEnforced, an object of another account belongs to that account, unless its ACL gives it to the bucket's owner. The bucket policy does not apply to it, and the owner of the bucket can read it only if its ACL says so.",
  remedy: "Set the object ownership to BucketOwnerEnforced.",
  page: s3Page("about-object-ownership.html"),
  bad: {
    bucketPolicy: [{ ...WRITE, ...PORTER }],
    identityPolicy: [WRITE],
    resources: ownership("ObjectWriter"),
  },
  good: {
    bucketPolicy: [{ ...WRITE, ...PORTER }],
    identityPolicy: [WRITE],
    resources: ownership("BucketOwnerEnforced"),
  },
  find: foreignObjects,
} as const satisfies Check;

/** An Allow of uploads by other accounts that need not send the ACL which gives the object to the bucket's owner. */
function foreignObjects(estate: Estate): Flaw[] {
  return documentsOf(estate).flatMap((document) => {
    const { bucket } = document;
    if (!bucket || isEnforced(bucket) || !isKnown(bucket, bucket.ownership)) return [];
    const isPreferred = bucket.ownership.objectOwnership === "BucketOwnerPreferred";
    if (isPreferred && document.statements.some(deniesOthers)) return [];
    return document.statements
      .filter((statement) => statement.effect === "Allow" && isUpload(statement))
      .filter((statement) => foreignAccounts(statement).length > 0)
      .filter((statement) => !(isPreferred && statement.requirements.some(isForOwner)))
      .map((statement) => flawOf(statement, bucket, document));
  });
}

function isUpload({ actions, notActions }: DocumentStatement): boolean {
  const isPut = (action: string) => matchingActions(action).includes("s3:PutObject");
  return notActions.length > 0 ? !notActions.some(isPut) : actions.some(isPut);
}

type Line = DocumentStatement["conditions"][number];

function isForOwner({ lowerKey, values }: Line): boolean {
  return lowerKey === "s3:x-amz-acl" && values.every((value) => value === "bucket-owner-full-control");
}

/** Whether it denies uploads with another ACL, and without one. */
function deniesOthers(statement: DocumentStatement): boolean {
  const { effect, conditions } = statement;
  return (
    effect === "Deny" &&
    isUpload(statement) &&
    conditions.some((line) => line.negated && isForOwner(line)) &&
    !conditions.some((line) => line.lowerKey === "s3:x-amz-acl" && isNull(line, false))
  );
}

function flawOf(
  statement: DocumentStatement,
  { name, ownership: { objectOwnership } }: Bucket,
  document: Document,
): Flaw {
  const accounts = [...new Set(foreignAccounts(statement))];
  const isAny = accounts.includes("*");
  const isOne = accounts.length === 1 && !isAny;
  const who = isAny
    ? "other accounts upload"
    : `account ${accounts.join(", ")} ${isOne ? "uploads" : "upload"}`;
  const without =
    objectOwnership === "BucketOwnerPreferred" ? " without the ACL bucket-owner-full-control" : "";
  return statementFlaw(statement, {
    problem: `objects that ${who} to ${name}${without} belong to ${isOne ? "that account" : "those accounts"}, because its object ownership is ${objectOwnership}`,
    because: [
      `the ${document.title} does not apply to them, and the owner of ${name} can read them only if their ACL says so`,
    ],
    repair: "set the object ownership to BucketOwnerEnforced",
    source: s3Page("about-object-ownership.html"),
  });
}
