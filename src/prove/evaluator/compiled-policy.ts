import { inside, refuse } from "../iam/errors";
import { parseDocument, type Statement, statementName } from "../iam/statement";
import {
  type Compile,
  type CompiledStatement,
  compileStatement,
  leniently,
  type PolicyType,
  strictly,
} from "./compiled-statement";

/** A policy document, compiled for evaluation. */
export interface CompiledPolicy {
  readonly allows: readonly CompiledStatement[];
  readonly denies: readonly CompiledStatement[];
}

/** Documents never change, so each is compiled once for each way to use it. */
const compiled: Partial<Record<PolicyType, WeakMap<object, CompiledPolicy>>> = {};
const lenientlyCompiled: typeof compiled = {};

export function compiledPolicy(document: object, type: PolicyType): CompiledPolicy {
  return compiledOnce(document, type, compiled, strictly);
}

/** With the elements that cannot be judged, which are errors for the requests that reach them. */
export function lenientPolicy(document: object, type: PolicyType): CompiledPolicy {
  return compiledOnce(document, type, lenientlyCompiled, leniently);
}

function compiledOnce(
  document: object,
  type: PolicyType,
  known: typeof compiled,
  element: Compile,
): CompiledPolicy {
  const ofType = (known[type] ??= new WeakMap());
  const before = ofType.get(document);
  if (before) return before;
  const made = compile(document, type, element);
  ofType.set(document, made);
  return made;
}

function compile(document: object, type: PolicyType, element: Compile): CompiledPolicy {
  const { hasVariables, statements } = parseDocument(document);
  const made = statements.map((statement) =>
    inside(
      () => statementName(statement),
      () => compileStatement(statement, type, hasVariables, element),
    ),
  );
  if (type === "resource control") onlyDenies(statements);
  return {
    allows: made.filter(({ effect }) => effect === "Allow"),
    denies: made.filter(({ effect }) => effect === "Deny"),
  };
}

/**
 * A resource control policy can only deny. AWS's own policy that allows is attached everywhere and cannot be detached.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
function onlyDenies(statements: readonly Statement[]): void {
  for (const statement of statements) {
    const { Action, Resource, Condition } = statement.raw;
    if (statement.effect === "Allow" && (Action !== "*" || Resource !== "*" || Condition !== undefined))
      refuse(`${statementName(statement)}: a resource control policy can only deny`);
  }
}
