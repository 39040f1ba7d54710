import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { type DocumentStatement, isIdentity, statementsOf } from "../iam/documents";
import { withoutVariables } from "../iam/wildcard";
import { kmsPage, s3Page, statementFlaw, iamPage, wellFormed } from "./well-formed";

/**
 * Condition keys that limit a statement to certain callers or sources.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const FIXED = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalservicename",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpcarn",
  "aws:sourcevpce",
  "aws:userid",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
]);

/** The value of these can be a pattern for an account, an organization …, because the part before it is fixed. */
const WITH_ACCOUNT = /^arn:[^:*?]+:[^:*?]+:[^:]*:\d{12}:/;

/** An Allow for everyone without a condition that limits it. */
export function publicPolicies(estate: Estate): Flaw[] {
  return statementsOf(estate)
    .filter((statement) => statement.effect === "Allow" && !isIdentity(statement.document))
    .filter((statement) => statement.principals.everyone && !isKept(statement))
    .map((statement) =>
      statementFlaw(statement, {
        problem: `it allows everyone, including strangers${statement.conditions.length > 0 ? ", and no condition limits it" : ""}`,
        repair:
          "name accounts, roles or users in Principal, or require a fixed aws:PrincipalOrgID, aws:PrincipalAccount or aws:PrincipalArn",
        source: SOURCES[statement.document.kind] ?? SOURCES.bucket,
      }),
    );
}

const SOURCES: Readonly<Partial<Record<string, string>>> & { bucket: string } = {
  bucket: s3Page("access-control-block-public-access.html#access-control-block-public-access-policy-status"),
  key: kmsPage("key-policy-overview.html"),
  trust: iamPage("reference_policies_elements_principal.html#principal-anonymous"),
};

function isKept(statement: DocumentStatement): boolean {
  return statement.requirements.some(
    ({ lowerKey, values }) => FIXED.has(lowerKey) && values.every((value) => isFixed(lowerKey, value)),
  );
}

function isFixed(key: string, value: string): boolean {
  if (key === "aws:sourceip") return !/\/0$/.test(value);
  const text = withoutVariables(value);
  return (
    !/[*?]/.test(text) ||
    WITH_ACCOUNT.test(text) ||
    (key === "aws:principalorgpaths" && text.startsWith("o-"))
  );
}

const SWITCHES = {
  blockPublicAcls: "block_public_acls",
  blockPublicPolicy: "block_public_policy",
  ignorePublicAcls: "ignore_public_acls",
  restrictPublicBuckets: "restrict_public_buckets",
} as const;

/** AWS blocks public access to new buckets. A resource that leaves an argument out disables that part. */
export function publicAccessBlocks(estate: Estate): Flaw[] {
  return estate.buckets.flatMap(({ name, address, account, publicAccessBlock }) => {
    const off = (Object.keys(SWITCHES) as (keyof typeof SWITCHES)[]).filter(
      (each) => !publicAccessBlock[each],
    );
    if (off.length === 0) return [];
    const at = publicAccessBlock.address ?? address;
    return [
      wellFormed({
        problem: `the public access block of ${name} is disabled: ${off.map((each) => SWITCHES[each]).join(", ")}`,
        addresses: [at],
        because: [`${at} in account ${account.id}`],
        repair: "set all four to true",
        source: s3Page("access-control-block-public-access.html"),
      }),
    ];
  });
}
