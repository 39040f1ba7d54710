import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import {
  isGlobalConditionKey,
  isKnownService,
  matchingActions,
  takesConditionKey,
} from "../iam-data/iam-data";
import { type ConditionLine, isRequirement } from "../iam/condition-line";
import { type Conditional, conditionsOf, type DocumentStatement, statementsOf } from "../iam/documents";
import { accessAnalyzerPage, iamPage, kmsPage, statementFlaw } from "./well-formed";

/**
 * Finds conditions on keys that requests for an action never have. Such a condition never holds, or always if it is
 * negated.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export function conditionKeysApply(estate: Estate): Flaw[] {
  return [...conditionsOf(estate).all()].flatMap((conditionals) => {
    const { key = "", lowerKey = "" } = conditionals[0]?.line ?? {};
    if (isGlobalConditionKey(key)) return [];
    const [service = ""] = lowerKey.split(":", 1);
    const flaw = service === "aws" ? noSuchKey : neverInRequest;
    // Keys of other services can come from identity providers, or belong to actions that are not known here.
    if (service !== "aws" && !isKnownService(service)) return [];
    // `IfExists` and `ForAllValues` allow for a missing key.
    return conditionals
      .filter(({ line: { ifExists, qualifier } }) => !ifExists && qualifier !== "ForAllValues")
      .flatMap((conditional) => flaw(conditional));
  });
}

function noSuchKey({ statement, line: { key } }: Conditional): Flaw[] {
  return [
    statementFlaw(statement, {
      problem: `unknown condition key ${key}`,
      repair: "use a condition key that exists",
      source: iamPage("reference_policies_condition-keys.html"),
    }),
  ];
}

function neverInRequest({ statement, line }: Conditional): Flaw[] {
  const { key, lowerKey } = line;
  const without = statement.actions.filter((action) => takes(action, lowerKey) === false);
  if (without.length === 0) return [];
  // Actions that accompany sts:AssumeRole, such as sts:TagSession, are checked in the same request.
  if (without.every((action) => /^sts:/i.test(action)) && without.length < statement.actions.length)
    return [];
  const it = without.length === 1 ? "it" : "them";
  return [
    statementFlaw(statement, {
      problem: `requests for ${without.join(", ")} never have ${key}, so ${consequence(statement, line, it)}`,
      repair: `move ${without.join(", ")} to a statement without this condition, or remove ${it}`,
      source: SOURCES[lowerKey.split(":", 1)[0] ?? ""] ?? SOURCE,
    }),
  ];
}

const SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html";
const SOURCES: Readonly<Record<string, string>> = {
  kms: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html",
  s3: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html",
  sts: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html",
};

function consequence(
  { effect }: DocumentStatement,
  { base, negated, values }: ConditionLine,
  it: string,
): string {
  const holds = negated || (base === "Null" && values.includes("true"));
  if (holds) return "the condition always holds";
  return `the statement never ${effect === "Allow" ? "allows" : "denies"} ${it}`;
}

/** Undefined for unknown actions, which another check reports. */
function takes(action: string, key: string): boolean | undefined {
  const id = `${action} ${key}`;
  if (!known.has(id)) {
    const matching = matchingActions(action);
    known.set(id, matching.length === 0 ? undefined : matching.some((each) => takesConditionKey(each, key)));
  }
  return known.get(id);
}

const known = new Map<string, boolean | undefined>();

/** S3 never calls DescribeKey: people and Terraform do. */
export function describeKeyViaS3(estate: Estate): Flaw[] {
  return (
    conditionsOf(estate)
      .get("kms:viaservice")
      .filter(({ line }) => isRequirement(line) && line.values.every((value) => value.startsWith("s3.")))
      .filter(({ statement: { effect, actions } }) => effect === "Allow" && actions.some(isDescribeKey))
      // Another check reports keys that requests for it never have.
      .filter(({ statement }) => statement.conditions.every(({ key }) => takes("kms:DescribeKey", key)))
      .map(({ statement }) =>
        statementFlaw(statement, {
          problem:
            "kms:DescribeKey has no effect: its condition requires that S3 makes the call, but S3 never does",
          repair: "move it to a statement without kms:ViaService, or remove it",
          source: kmsPage("conditions-kms.html#conditions-kms-via-service"),
        }),
      )
  );
}

function isDescribeKey(action: string): boolean {
  return action.toLowerCase() === "kms:describekey";
}

/** Set operators are for multivalued keys. `ForAllValues` also holds if the key is missing. */
export function setOperators(estate: Estate): Flaw[] {
  return [...conditionsOf(estate).all()]
    .filter(([first]) => first?.line.lowerKey.startsWith("kms:encryptioncontext:"))
    .flat()
    .filter(({ line }) => line.qualifier !== undefined)
    .map(({ statement, line: { operator, base, key } }) =>
      statementFlaw(statement, {
        problem: `${operator} compares sets, but ${key} has a single value${
          operator.startsWith("ForAllValues") ? "; KMS rejects it, because it also holds without a value" : ""
        }`,
        repair: `use ${base}, which also accepts several values`,
        source: kmsPage("conditions-kms.html#conditions-kms-encryption-context"),
      }),
    );
}

/** Services do not belong to an organization and have no tags, so their requests never have these keys. */
export function servicePrincipals(estate: Estate): Flaw[] {
  return statementsOf(estate).flatMap((statement) => {
    const { Principal: principal, Effect } = statement.raw;
    if (Effect !== "Allow" || principal === undefined || principal === "*") return [];
    if (Object.keys(principal).join() !== "Service") return [];
    return statement.requirements
      .filter(({ lowerKey }) => /^aws:principal(orgid|orgpaths|tag\/.*)$/.test(lowerKey))
      .map(({ key }) =>
        statementFlaw(statement, {
          problem: `requests by services never have ${key}, so the statement allows nothing`,
          repair: "require aws:SourceOrgID or aws:SourceAccount instead",
          source: accessAnalyzerPage("error-unsupported-condition-key-for-service-principal"),
        }),
      );
  });
}
