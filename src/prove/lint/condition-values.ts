import { isKeyArn, parseArn, regionOf } from "../../aws/arn";
import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { ConditionLine } from "../iam/condition-line";
import { type Conditional, conditionsOf } from "../iam/documents";
import { isPattern, withoutVariables } from "../iam/wildcard";
import { accessAnalyzerPage, iamPage, s3Page, statementFlaw } from "./well-formed";

const OPERATORS = iamPage("reference_policies_elements_condition_operators.html");

/** `StringEquals` compares `*` as a literal asterisk. */
export function wildcardsNeedLike(estate: Estate): Flaw[] {
  const isExact = ({ base }: ConditionLine) => /^String(Not)?Equals/.test(base);
  return [...conditionsOf(estate).all()]
    .flatMap((conditionals) => valuesOf(conditionals, isExact))
    .filter(({ value }) => value.includes("*"))
    .filter(({ value }) => value.replaceAll(/\$\{[^}]*\}/g, "").includes("*"))
    .map(({ statement, line: { operator, base, key }, value }) =>
      statementFlaw(statement, {
        problem: `${operator} compares the wildcard in ${value} literally, so ${key} never equals it`,
        repair: `use ${base.includes("Not") ? "StringNotLike" : "StringLike"}`,
        source: accessAnalyzerPage("error-wildcard-without-like-operator"),
      }),
    );
}

/** ARN operators compare six parts, one by one. A value with fewer parts equals nothing. */
export function arnOperators(estate: Estate): Flaw[] {
  return [...conditionsOf(estate).all()]
    .filter(([first]) => first?.line.lowerKey !== KMS_KEY)
    .flatMap((conditionals) => valuesOf(conditionals, ({ base }) => base.startsWith("Arn")))
    .filter(({ value }) => parseArn(value) === undefined && parseArn(withoutVariables(value)) === undefined)
    .filter(({ value }) => withoutVariables(value) !== "*")
    .map(({ statement, line: { operator, key }, value }) =>
      statementFlaw(statement, {
        problem: `${operator} compares ARNs, but ${value} is not one, so ${key} never equals it`,
        repair: "write the whole ARN, such as arn:aws:iam::111111111111:role/Name",
        source: `${OPERATORS}#Conditions_ARN`,
      }),
    );
}

const KMS_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/** The value is always the ARN of the key, even if the request has an id or an alias. */
export function keyValues(estate: Estate): Flaw[] {
  return valuesOf(conditionsOf(estate).get(KMS_KEY), ({ base }) => base !== "Null").flatMap(
    ({ statement, line: { key }, value }) => {
      if (isPattern(value)) return [];
      const flaw = (problem: string) =>
        statementFlaw(statement, {
          problem,
          repair: `compare with the key's ARN, arn:aws:kms:${statement.document.bucket?.region ?? "<region>"}:<account>:key/<id>`,
          source: s3Page("UsingKMSEncryption.html#require-sse-kms"),
        });
      if (!isKeyArn(value)) {
        return [flaw(`${key} is always the ARN of a key, never ${value}`)];
      }
      const { bucket } = statement.document;
      const isElsewhere = bucket !== undefined && regionOf(value) !== bucket.region;
      return isElsewhere
        ? [flaw(`${value} is not in the bucket's region (${bucket.region}), so the bucket cannot use it`)]
        : [];
    },
  );
}

interface Value extends Conditional {
  readonly value: string;
}

function valuesOf(conditionals: readonly Conditional[], isMeant: (line: ConditionLine) => boolean): Value[] {
  const found: Value[] = [];
  for (const { statement, line } of conditionals) {
    if (isMeant(line)) for (const value of line.values) found.push({ statement, line, value });
  }
  return found;
}
