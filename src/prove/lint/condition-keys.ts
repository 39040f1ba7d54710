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
 * A condition on a key that requests for an action never carry: a positive one never holds, a negated one always does.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export function conditionKeysApply(estate: Estate): Flaw[] {
  return [...conditionsOf(estate).all()].flatMap((conditionals) => {
    const { key = "", lowerKey = "" } = conditionals[0]?.line ?? {};
    if (isGlobalConditionKey(key)) return [];
    const [service = ""] = lowerKey.split(":", 1);
    const flaw = service === "aws" ? noSuchKey : neverCarried;
    // Others are keys of identity providers, and of services whose actions are not known here.
    if (service !== "aws" && !isKnownService(service)) return [];
    // `IfExists` and `ForAllValues` are how one says: where the key is there.
    return conditionals
      .filter(({ line: { ifExists, qualifier } }) => !ifExists && qualifier !== "ForAllValues")
      .flatMap((conditional) => flaw(conditional));
  });
}

function noSuchKey({ statement, line: { key } }: Conditional): Flaw[] {
  return [
    statementFlaw(statement, {
      problem: `there is no condition key ${key}`,
      repair: "name one that there is",
      source: iamPage("reference_policies_condition-keys.html"),
    }),
  ];
}

function neverCarried({ statement, line }: Conditional): Flaw[] {
  const { key, lowerKey } = line;
  const without = statement.actions.filter((action) => takes(action, lowerKey) === false);
  if (without.length === 0) return [];
  // What goes with sts:AssumeRole, such as sts:TagSession, is asked for in the same request.
  if (without.every((action) => /^sts:/i.test(action)) && without.length < statement.actions.length)
    return [];
  const [carries, it] = without.length === 1 ? ["carries", "it"] : ["carry", "them"];
  return [
    statementFlaw(statement, {
      problem: `${without.join(", ")} never ${carries} ${key}, so that ${consequence(statement, line)}`,
      repair: `write ${without.join(", ")} into a statement without that condition, or leave ${it} out`,
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

function consequence({ effect }: DocumentStatement, { base, negated, values }: ConditionLine): string {
  const holds = negated || (base === "Null" && values.includes("true"));
  if (holds) return `the condition always holds`;
  return effect === "Allow" ? "the statement does not allow it" : "the statement does not deny it";
}

/** Undefined for actions that are not known, of which another check tells. */
function takes(action: string, key: string): boolean | undefined {
  const id = `${action} ${key}`;
  if (!known.has(id)) {
    const matching = matchingActions(action);
    known.set(id, matching.length === 0 ? undefined : matching.some((each) => takesConditionKey(each, key)));
  }
  return known.get(id);
}

const known = new Map<string, boolean | undefined>();

/** People and Terraform describe keys, and S3 does not: what only S3 may do, nobody does. */
export function describeKeyViaS3(estate: Estate): Flaw[] {
  return (
    conditionsOf(estate)
      .get("kms:viaservice")
      .filter(({ line }) => isRequirement(line) && line.values.every((value) => value.startsWith("s3.")))
      .filter(({ statement: { effect, actions } }) => effect === "Allow" && actions.some(isDescribeKey))
      // Of keys that it never carries another check tells.
      .filter(({ statement }) => statement.conditions.every(({ key }) => takes("kms:DescribeKey", key)))
      .map(({ statement }) =>
        statementFlaw(statement, {
          problem: "kms:DescribeKey has no effect, for its condition wants S3 to call it, and S3 never does",
          repair: "leave it out, or write it into a statement without kms:ViaService",
          source: kmsPage("conditions-kms.html#conditions-kms-via-service"),
        }),
      )
  );
}

function isDescribeKey(action: string): boolean {
  return action.toLowerCase() === "kms:describekey";
}

/** A set operator is for keys of several values. `ForAllValues` moreover holds where there is none. */
export function setOperators(estate: Estate): Flaw[] {
  return [...conditionsOf(estate).all()]
    .filter(([first]) => first?.line.lowerKey.startsWith("kms:encryptioncontext:"))
    .flat()
    .filter(({ line }) => line.qualifier !== undefined)
    .map(({ statement, line: { operator, base, key } }) =>
      statementFlaw(statement, {
        problem: `${operator} compares sets, and ${key} has one value${
          operator.startsWith("ForAllValues") ? "; KMS refuses it, for it holds without any" : ""
        }`,
        repair: `say ${base}, which compares one value with several too`,
        source: kmsPage("conditions-kms.html#conditions-kms-encryption-context"),
      }),
    );
}

/** Keys of an organization, which services do not belong to. */
export function servicePrincipals(estate: Estate): Flaw[] {
  return statementsOf(estate).flatMap((statement) => {
    const { Principal: principal, Effect } = statement.raw;
    if (Effect !== "Allow" || principal === undefined || principal === "*") return [];
    if (Object.keys(principal).join() !== "Service") return [];
    return statement.requirements
      .filter(({ lowerKey }) => /^aws:principal(orgid|orgpaths|tag\/.*)$/.test(lowerKey))
      .map(({ key }) =>
        statementFlaw(statement, {
          problem: `a service never carries ${key}, so that the statement does not allow it`,
          repair: "require aws:SourceOrgID or aws:SourceAccount instead",
          source: accessAnalyzerPage("error-unsupported-condition-key-for-service-principal"),
        }),
      );
  });
}
