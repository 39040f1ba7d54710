import type { RawPolicyDocument, RawStatement } from "../../estate/policy-document";
import { once } from "../once";
import { type ConditionLine, conditionLines, isRequirement } from "./condition-line";
import { inside, NotEvaluated, refuse, shown } from "./errors";
import { type Principals, readPrincipals } from "./principals";
import { isRecord, listOf } from "./shape";

/** A parsed policy document. */
export interface ParsedDocument {
  /** Only version 2012-10-17 of the language has policy variables. */
  readonly hasVariables: boolean;
  readonly statements: readonly Statement[];
}

/** A parsed statement of a policy document. */
export interface Statement {
  /** As it is written, to see which elements it has. */
  readonly raw: RawStatement;
  readonly sid: string | undefined;
  /** Its position in the document, from 0. */
  readonly index: number;
  readonly effect: "Allow" | "Deny";
  /** Empty in the policy of a role or user. */
  readonly principals: Principals;
  /** This and the next three are empty if the statement has no such element. */
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** All of them must hold. */
  readonly conditions: readonly ConditionLine[];
  /** Those that only hold if the key is there. */
  readonly requirements: readonly ConditionLine[];
  /** The values that `aws:PrincipalArn` must have, which can be patterns; undefined if it can have any. */
  readonly requiredPrincipals: readonly string[] | undefined;
}

/**
 * Parses a document. The linter, the evaluator and the sweep share the result.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const parseDocument = once((document: object): ParsedDocument => {
  for (const name of Object.keys(document))
    if (!["Version", "Id", "Statement"].includes(name)) refuse(`the element ${name} is unknown`);
  // Without a Version, AWS uses the older version of the language.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
  const { Version: version = "2008-10-17", Statement: list } = document as Partial<RawPolicyDocument>;
  if (version !== "2012-10-17" && version !== "2008-10-17")
    refuse(`the Version ${shown(version)} is unknown`);
  if (list === undefined) return refuse("the document has no Statement");
  return {
    hasVariables: version === "2012-10-17",
    statements: listOf<unknown>(list).map((element, index) =>
      inside(
        () => statementName({ sid: sidOf(element), index }),
        () => parseStatement(element, index),
      ),
    ),
  };
});

/** The statements that can be parsed, and why the others, or the whole document, cannot. */
export function parseReadable(document: object): {
  readonly statements: readonly Statement[];
  readonly problems: readonly string[];
} {
  try {
    return { statements: parseDocument(document).statements, problems: [] };
  } catch (error) {
    if (!(error instanceof NotEvaluated)) throw error;
    const { Statement: list = [] } = document as Partial<RawPolicyDocument>;
    const statements: Statement[] = [];
    const problems: string[] = [];
    for (const [index, element] of listOf<unknown>(list).entries()) {
      try {
        statements.push(parseStatement(element, index));
      } catch (each) {
        if (!(each instanceof NotEvaluated)) throw each;
        problems.push(`${statementName({ sid: sidOf(element), index })}: ${each.message}`);
      }
    }
    return { statements, problems: problems.length > 0 ? problems : [error.message] };
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export function parseStatement(element: unknown, index: number): Statement {
  if (!isRecord(element)) return refuse(`${shown(element)} is not a statement`);
  for (const name of Object.keys(element)) if (!ELEMENTS.has(name)) refuse(`the element ${name} is unknown`);
  const { Sid, Effect: effect } = element;
  const sid = sidOf(element);
  if (sid !== Sid) refuse(`the Sid ${shown(Sid)} is not a string`);
  if (effect !== "Allow" && effect !== "Deny")
    return refuse(`the Effect ${shown(effect)} is neither "Allow" nor "Deny"`);
  const conditions = conditionLines(element.Condition);
  const requirements = conditions.length > 0 ? conditions.filter(isRequirement) : conditions;
  return {
    raw: element as unknown as RawStatement,
    sid,
    index,
    effect,
    principals: readPrincipals(element.Principal),
    actions: texts(element, "Action"),
    notActions: texts(element, "NotAction"),
    resources: texts(element, "Resource"),
    notResources: texts(element, "NotResource"),
    conditions,
    requirements,
    requiredPrincipals: requiredPrincipals(requirements),
  };
}

function requiredPrincipals(requirements: readonly ConditionLine[]): readonly string[] | undefined {
  if (requirements.length === 0) return undefined;
  const lines = requirements.filter(({ lowerKey }) => lowerKey === "aws:principalarn");
  return lines.length < 2 ? lines[0]?.values : lines.flatMap(({ values }) => values);
}

function sidOf(element: unknown): string | undefined {
  return isRecord(element) && typeof element.Sid === "string" ? element.Sid : undefined;
}

const ELEMENTS = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

const NONE: readonly never[] = [];

function texts(element: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = element[name];
  if (value === undefined) return NONE;
  const values = listOf(value);
  for (const one of values) if (typeof one !== "string") refuse(`${shown(one)} is not a valid ${name}`);
  return values as readonly string[];
}

/** The name of a statement in errors: its Sid, or its position from 1. */
export function statementName({ sid, index }: Pick<Statement, "sid" | "index">): string {
  return `statement ${sid ? sid : String(index + 1)}`;
}
