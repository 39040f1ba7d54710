import type { Arn } from "../../aws/arn";
import { BoundedCache } from "../bounded-cache";
import type { ConditionLine } from "../iam/condition-line";
import { NotEvaluated, refuse, shown } from "../iam/errors";
import type { Statement } from "../iam/statement";
import { matches, type Pattern, pattern } from "../iam/wildcard";
import { resourcePattern } from "./arn-pattern";
import type { Caller } from "./caller";
import { compileCondition, type Condition } from "./condition";
import type { RequestContext } from "./context";
import type { Attached, Finding, Layer } from "./decision";
import {
  compileNotPrincipals,
  compilePrincipals,
  type NamedAs,
  notEvaluated,
  type PrincipalTest,
} from "./principal-element";

/** Policies by what they are attached to. Each type allows other elements. */
export type PolicyType =
  "identity" | "bucket" | "key" | "trust" | "service control" | "resource control" | "VPC endpoint";

/** A request as statements see it. */
export interface Asked {
  /** In lower case. */
  readonly action: string;
  readonly resource: string;
  /** The resource, unless it is `*`. */
  readonly arn: Arn | undefined;
  readonly caller: Caller;
  readonly context: RequestContext;
}

type ActionTest = (action: string) => boolean;
type ResourceTest = (asked: Asked) => boolean;

/** A statement, compiled for evaluation. */
export class CompiledStatement {
  readonly sid: string | undefined;
  readonly index: number;
  readonly effect: "Allow" | "Deny";
  private last: Finding | undefined;

  constructor(
    private readonly statement: Statement,
    private readonly principal: PrincipalTest | undefined,
    private readonly action: ActionTest | undefined,
    private readonly resource: ResourceTest | undefined,
    /** In the order of the statement. */
    private readonly conditions: readonly Condition[],
  ) {
    this.sid = statement.sid;
    this.index = statement.index;
    this.effect = statement.effect;
  }

  /** How the statement names the caller, or `attached` if its policy names nobody. Undefined if it does not apply. */
  applies(asked: Asked): NamedAs | "attached" | undefined {
    const { action, resource, principal } = this;
    // KMS accepts a statement of a key policy without Action or Resource, but it has no effect.
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
    if (!action || !resource) return undefined;
    if (!action(asked.action) || !resource(asked)) return undefined;
    const namedAs = principal ? principal(asked.caller) : "attached";
    if (namedAs === undefined) return undefined;
    for (const holds of this.conditions) if (!holds(asked.context)) return undefined;
    return namedAs;
  }

  /** The same if every element that cannot be judged lets the request through, and names everyone. */
  mayApply(asked: Asked): NamedAs | "attached" | undefined {
    const { action, resource, principal, conditions } = this;
    if (action === undefined || resource === undefined) return undefined;
    const namedAs = principal ? orIfUnknown("everyone", () => principal(asked.caller)) : "attached";
    const tests = [
      () => action(asked.action),
      () => resource(asked),
      ...conditions.map((holds) => () => holds(asked.context)),
    ];
    return tests.every((test) => orIfUnknown(true, test)) ? namedAs : undefined;
  }

  /** The finding if the statement applies. The last one is kept, because successive requests often share it. */
  finding(layer: Layer, attached: Attached, namedAs?: NamedAs): Finding {
    const { last, sid, index, effect } = this;
    if (last?.layer === layer && last.documents[0] === attached && last.namedAs === namedAs) return last;
    const outcome = effect === "Allow" ? "allows" : "denies";
    const statement = { sid, index };
    this.last = { layer, outcome, documents: [attached], statement, ...(namedAs && { namedAs }) };
    return this.last;
  }

  /** Why a statement that covers the action does not apply, in words. Undefined if it covers only other actions. */
  unmet(asked: Asked): string[] | undefined {
    const { action, resource, principal, conditions, statement } = this;
    if (!action?.(asked.action) || !resource) return undefined;
    const { raw, resources, notResources } = statement;
    const about = raw.Resource === undefined ? notResources : resources;
    return [
      ...(resource(asked)
        ? []
        : [`it ${raw.Resource === undefined ? "excludes" : "covers"} ${about.join(", ")}`]),
      ...(principal && principal(asked.caller) === undefined ? [`it names ${named(raw)}`] : []),
      ...statement.conditions
        .filter((_, index) => !conditions[index]?.(asked.context))
        .map((line) => unmetCondition(line, statement, asked.context)),
    ];
  }
}

function named({ Principal = "*" }: Statement["raw"]): string {
  return typeof Principal === "string" ? Principal : Object.values(Principal).flat().join(", ");
}

function unmetCondition(
  { operator, key, lowerKey }: ConditionLine,
  { raw }: Statement,
  context: RequestContext,
): string {
  const has = context.get(lowerKey);
  const request = has === undefined ? "does not have it" : `has ${shown(has)}`;
  return `it requires ${operator} ${key} ${shown(raw.Condition?.[operator]?.[key])}, but the request ${request}`;
}

function orIfUnknown<T>(otherwise: T, test: () => T): T {
  try {
    return test();
  } catch (error) {
    if (error instanceof NotEvaluated) return otherwise;
    throw error;
  }
}

/** Makes the test of one element of a statement. */
export type Compile = <Test extends (...args: never[]) => unknown>(
  make: () => Test | undefined,
) => Test | undefined;

/** An element that cannot be judged is an error. */
export const strictly: Compile = (make) => make();

/** An element that cannot be judged is an error for the requests that reach it. */
export const leniently: Compile = (make) => {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof NotEvaluated)) throw error;
    return (() => {
      throw error;
    }) as never;
  }
};

export function compileStatement(
  statement: Statement,
  type: PolicyType,
  hasVariables: boolean,
  element: Compile = strictly,
): CompiledStatement {
  const principal = element(() => compilePrincipal(statement, type));
  const action = element(() => compileAction(statement, type));
  const resource = element(() => compileResource(statement, type, hasVariables));
  const conditions = statement.conditions.flatMap(
    (line) => element(() => compileCondition(line, hasVariables)) ?? [],
  );
  return new CompiledStatement(statement, principal, action, resource, conditions);
}

/** An identity policy applies to what it is attached to, a resource control policy to everyone. */
function compilePrincipal({ raw, principals }: Statement, type: PolicyType): PrincipalTest | undefined {
  if (raw.NotPrincipal !== undefined) {
    if (raw.Principal !== undefined) refuse("a statement cannot have both Principal and NotPrincipal");
    const isOfResource = type === "bucket" || type === "key" || type === "trust";
    return isOfResource ? compileNotPrincipals(raw.NotPrincipal) : notEvaluated();
  }
  const attached = type === "identity" || type === "service control";
  if (attached && raw.Principal !== undefined) refuse(`${type} policies cannot have a Principal`);
  if (attached) return undefined;
  if (raw.Principal === undefined) return refuse(`a statement of a ${type} policy must have a Principal`);
  if (type === "resource control" && raw.Principal !== "*")
    refuse('the Principal of a resource control policy is always "*"');
  if (type === "VPC endpoint" && !principals.everyone)
    refuse(
      'the Principal of a VPC endpoint policy means something else for each type of endpoint, so only "*" is evaluated',
    );
  return compilePrincipals(raw.Principal, principals);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function compileAction(statement: Statement, type: PolicyType): ActionTest | undefined {
  const list = oneOf(statement, "Action", type === "key");
  if (!list) return undefined;
  return actionTests.of(JSON.stringify(list));
}

/** Cached by their JSON, because most policies contain the same few lists of actions. */
const actionTests = new BoundedCache((json: string): ActionTest => {
  const { values, negated } = JSON.parse(json) as ListElement;
  const patterns = values.map(actionPattern);
  const answers = new BoundedCache(
    (action: string) => patterns.some((tokens) => matches(tokens, action)) !== negated,
  );
  return (action) => answers.of(action);
});

/** Neither the service nor the name is case-sensitive. */
function actionPattern(text: string): Pattern {
  const wanted = text.toLowerCase();
  if (wanted === "*:*") return pattern("*");
  if (wanted !== "*" && !/^[a-z0-9-]+:[a-z0-9*?]+$/.test(wanted))
    return refuse(`${shown(text)} is not an action`);
  return pattern(wanted);
}

/** If a variable has no value, its resource matches nothing, in Resource and in NotResource. */
function compileResource(
  statement: Statement,
  type: PolicyType,
  hasVariables: boolean,
): ResourceTest | undefined {
  if (type === "trust") {
    const { Resource, NotResource } = statement.raw;
    if (Resource !== undefined || NotResource !== undefined)
      refuse("a trust policy cannot have a Resource: it applies to its role");
    return () => true;
  }
  const list = oneOf(statement, "Resource", type === "key");
  if (!list) return undefined;
  const { negated } = list;
  const tests = list.values.map((text) => resourcePattern(text, hasVariables));
  return ({ resource, arn, context }) => {
    for (const test of tests) if (test(resource, arn, context)) return !negated;
    return negated;
  };
}

interface ListElement {
  readonly values: readonly string[];
  /** Whether it covers everything except these. */
  readonly negated: boolean;
}

function oneOf(statement: Statement, name: "Action" | "Resource", mayLack: boolean): ListElement | undefined {
  const { raw, actions, notActions, resources, notResources } = statement;
  const is = raw[name] !== undefined;
  const not = raw[`Not${name}`] !== undefined;
  if (is && not) return refuse(`a statement cannot have both ${name} and Not${name}`);
  if (!is && !not) return mayLack ? undefined : refuse(`the statement has neither ${name} nor Not${name}`);
  const [these, allBut] = name === "Action" ? [actions, notActions] : [resources, notResources];
  const values = is ? these : allBut;
  if (values.length === 0) refuse(`${is ? name : `Not${name}`} is empty`);
  return { values, negated: not };
}
