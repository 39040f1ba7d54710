import type { Estate } from "../../estate/estate";
import { compileCondition } from "../evaluator/condition";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import {
  isGlobalConditionKey,
  isKnownService,
  matchingActions,
  takesConditionKey,
} from "../iam-data/iam-data";
import { type ConditionLine, isRequirement } from "../iam/condition-line";
import { NotEvaluated } from "../iam/errors";
import { type Conditional, conditionsOf, type DocumentStatement, statementsOf } from "../iam/documents";
import { accessAnalyzerPage, iamPage, kmsPage, statementFlaw } from "./well-formed";

export const conditionOperators = {
  id: "condition-operators",
  severity: "error",
  title: "A condition has an operator, a key or a value that AWS rejects",
  why: "AWS rejects the policy. Nothing that depends on the condition can be judged here.",
  remedy: "Use an operator that exists, with values of its type.",
  page: iamPage("reference_policies_elements_condition_operators.html"),
  bad: {
    identityPolicy: [
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { IPAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      },
    ],
  },
  good: {
    identityPolicy: [
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      },
    ],
  },
  find: impossibleConditions,
} as const satisfies Check;

function impossibleConditions(estate: Estate): Flaw[] {
  return [...conditionsOf(estate).all()].flat().flatMap(({ statement, line }) => {
    const problem = whyImpossible(line, statement.document.raw.Version !== "2008-10-17");
    if (problem === undefined) return [];
    return [
      statementFlaw(statement, {
        problem: `its condition ${line.operator} on ${line.key} cannot be evaluated: ${problem}`,
        repair: "use an operator that exists, with values of its type",
        source: iamPage("reference_policies_elements_condition_operators.html"),
      }),
    ];
  });
}

/** Any text is a value of these operators. */
const TAKES_TEXT = /^((ForAllValues|ForAnyValue):)?(String|Arn)(Not)?(Equals|Like)(IfExists)?$/;

function whyImpossible(line: ConditionLine, hasVariables: boolean): string | undefined {
  if (TAKES_TEXT.test(line.operator) && line.values.length > 0 && line.key.includes(":")) return undefined;
  try {
    compileCondition(line, hasVariables);
    return undefined;
  } catch (error) {
    if (error instanceof NotEvaluated) return error.message;
    throw error;
  }
}

export const conditionKeysApply = {
  id: "condition-keys-apply",
  severity: "error",
  title: "A condition key does not exist, or requests never have it",
  why: "A condition on a key that is not in the request never holds; a negated one always holds.",
  remedy: "Use a key that AWS lists for the action, or move the action to a statement without the condition.",
  page: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html",
  bad: {
    identityPolicy: [
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { StringEquals: { "aws:Service": "s3.amazonaws.com" } },
      },
    ],
  },
  good: {
    identityPolicy: [
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      },
    ],
  },
  find: strayKeys,
} as const satisfies Check;

/**
 * Finds conditions on keys that requests for an action never have. Such a condition never holds, or always if it is
 * negated.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
function strayKeys(estate: Estate): Flaw[] {
  return [...conditionsOf(estate).all()].flatMap((conditionals) => {
    const { key = "", lowerKey = "" } = conditionals[0]?.line ?? {};
    if (isGlobalConditionKey(key)) return [];
    const [service = ""] = lowerKey.split(":", 1);
    const flaw = service === "aws" ? noSuchKey : neverInRequest;
    // Keys of other services can come from identity providers, or belong to actions that are not known here.
    if (service !== "aws" && !isKnownService(service)) return [];
    // `IfExists` and `ForAllValues` allow for a missing key, but not for one that no request can have.
    return conditionals
      .filter(
        ({ line: { ifExists, qualifier } }) =>
          service === "aws" || (!ifExists && qualifier !== "ForAllValues"),
      )
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

export const describeKeyViaS3 = {
  id: "describe-key-via-s3",
  severity: "warning",
  title: "kms:DescribeKey requires a call by S3",
  why: "S3 never calls DescribeKey. People and Terraform do, so the permission has no effect.",
  remedy: "Move it to a statement without kms:ViaService, or remove it.",
  page: kmsPage("conditions-kms.html#conditions-kms-via-service"),
  bad: {
    identityPolicy: [
      {
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:DescribeKey"],
        Resource: "${aws_kms_key.destination.arn}",
        Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
      },
    ],
  },
  good: {
    identityPolicy: [
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "${aws_kms_key.destination.arn}",
        Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
      },
      { Effect: "Allow", Action: "kms:DescribeKey", Resource: "${aws_kms_key.destination.arn}" },
    ],
  },
  find: describingViaS3,
} as const satisfies Check;

/** S3 never calls DescribeKey: people and Terraform do. */
function describingViaS3(estate: Estate): Flaw[] {
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

export const setOperators = {
  id: "set-operators",
  severity: "error",
  title: "A set operator compares a single value",
  why: "ForAllValues and ForAnyValue are for keys with several values. KMS rejects ForAllValues on the encryption context.",
  remedy: "Use the operator without the prefix.",
  page: kmsPage("conditions-kms.html#conditions-kms-encryption-context"),
  bad: {
    keyPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" },
          "ForAnyValue:StringLike": { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-source*" },
        },
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
        Condition: {
          ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" },
          StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-source*" },
        },
      },
    ],
  },
  find: needlessSets,
} as const satisfies Check;

/** Set operators are for multivalued keys. `ForAllValues` also holds if the key is missing. */
function needlessSets(estate: Estate): Flaw[] {
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

export const servicePrincipals = {
  id: "service-principals",
  severity: "error",
  title: "A statement for a service has a condition that services never meet",
  why: "Services do not belong to an organization and have no tags, so the statement allows nothing.",
  remedy: "Require aws:SourceOrgID or aws:SourceAccount instead.",
  page: accessAnalyzerPage("error-unsupported-condition-key-for-service-principal"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-source/logs/*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-acme" } },
      },
    ],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-source/logs/*",
        Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
      },
    ],
  },
  find: serviceConditions,
} as const satisfies Check;

/** Services do not belong to an organization and have no tags, so their requests never have these keys. */
function serviceConditions(estate: Estate): Flaw[] {
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
