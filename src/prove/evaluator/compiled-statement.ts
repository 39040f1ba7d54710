import type { Arn } from "../../aws/arn";
import { BoundedCache } from "../bounded-cache";
import type { ConditionLine } from "../iam/condition-line";
import { refuse, shown } from "../iam/errors";
import type { Statement } from "../iam/statement";
import { matches, pattern } from "../iam/wildcard";
import { resourcePattern } from "./arn-pattern";
import type { Caller } from "./caller";
import { compileCondition, type Condition } from "./condition";
import type { RequestContext } from "./context";
import type { Attached, Finding, Layer } from "./decision";
import { compilePrincipals, type NamedAs, type PrincipalTest } from "./principal-element";

/** Policies by what they are attached to, for each type takes other elements. */
export type PolicyType = "identity" | "bucket" | "key" | "trust" | "service control" | "resource control";

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

/** A statement made ready to be asked. */
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
    /** In the order of the statement's. */
    private readonly conditions: readonly Condition[],
  ) {
    this.sid = statement.sid;
    this.index = statement.index;
    this.effect = statement.effect;
  }

  /** Undefined when the statement does not apply; otherwise what it names the caller as, if it names anybody. */
  applies(asked: Asked): NamedAs | "attached" | undefined {
    const { action, resource, principal } = this;
    // A statement of a key policy without Action or Resource is accepted, and has no effect.
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
    if (!action || !resource) return undefined;
    if (!action(asked.action) || !resource(asked)) return undefined;
    const namedAs = principal ? principal(asked.caller) : "attached";
    if (namedAs === undefined) return undefined;
    for (const holds of this.conditions) if (!holds(asked.context)) return undefined;
    return namedAs;
  }

  /** What it says where it applies. It decides many requests alike, and that is then the same finding. */
  finding(layer: Layer, attached: Attached, namedAs?: NamedAs): Finding {
    const { last, sid, index, effect } = this;
    if (last?.layer === layer && last.documents[0] === attached && last.namedAs === namedAs) return last;
    const outcome = effect === "Allow" ? "allows" : "denies";
    const statement = { sid, index };
    this.last = { layer, outcome, documents: [attached], statement, ...(namedAs && { namedAs }) };
    return this.last;
  }

  /** What keeps a statement that is about the action from applying, in words; undefined where it is about others. */
  unmet(asked: Asked): string[] | undefined {
    const { action, resource, principal, conditions, statement } = this;
    if (!action?.(asked.action) || !resource) return undefined;
    const { raw, resources, notResources } = statement;
    const about = raw.Resource === undefined ? notResources : resources;
    return [
      ...(resource(asked) ? [] : [`it is about ${about.join(", ")}`]),
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
  return `it asks for ${operator} ${key} ${shown(raw.Condition?.[operator]?.[key])}, and the request ${request}`;
}

export function compileStatement(
  statement: Statement,
  type: PolicyType,
  hasVariables: boolean,
): CompiledStatement {
  const principal = compilePrincipal(statement, type);
  const action = compileAction(statement, type);
  const resource = compileResource(statement, type, hasVariables);
  const conditions = statement.conditions.map((line) => compileCondition(line, hasVariables));
  return new CompiledStatement(statement, principal, action, resource, conditions);
}

/** Who an identity policy is about follows from where it is attached; a resource control policy is about everyone. */
function compilePrincipal({ raw, principals }: Statement, type: PolicyType): PrincipalTest | undefined {
  if (raw.NotPrincipal !== undefined)
    refuse(
      "NotPrincipal is not evaluated, for what it denies depends on more than the policy: use Deny with ArnNotEquals of aws:PrincipalArn",
    );
  const attached = type === "identity" || type === "service control";
  if (attached && raw.Principal !== undefined) refuse(`an ${type} policy takes no Principal`);
  if (attached) return undefined;
  if (raw.Principal === undefined) return refuse(`a statement of a ${type} policy needs a Principal`);
  if (type === "resource control" && raw.Principal !== "*")
    refuse('the Principal of a resource control policy is always "*"');
  return compilePrincipals(raw.Principal, principals);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function compileAction(statement: Statement, type: PolicyType): ActionTest | undefined {
  const list = oneOf(statement, "Action", type === "key");
  if (!list) return undefined;
  return actionTests.of(JSON.stringify(list));
}

/** By their JSON, for the same few lists of actions recur in most policies. */
const actionTests = new BoundedCache((json: string): ActionTest => {
  const { values, negated } = JSON.parse(json) as ListElement;
  const tests = values.map(actionTest);
  return (action) => {
    for (const test of tests) if (test(action)) return !negated;
    return negated;
  };
});

/** Whether an action, in lower case, is meant. The service and the name both match without case. */
export function actionTest(text: string): ActionTest {
  const wanted = text.toLowerCase();
  if (wanted === "*" || wanted === "*:*") return () => true;
  if (!/^[a-z0-9-]+:[a-z0-9*?]+$/.test(wanted)) return refuse(`${shown(text)} is no action`);
  if (!/[*?]/.test(wanted)) return (action) => action === wanted;
  const tokens = pattern(wanted);
  return (action) => matches(tokens, action);
}

/** A variable without a value makes its resource match nothing, in Resource and in NotResource. */
function compileResource(
  statement: Statement,
  type: PolicyType,
  hasVariables: boolean,
): ResourceTest | undefined {
  if (type === "trust") {
    const { Resource, NotResource } = statement.raw;
    if (Resource !== undefined || NotResource !== undefined)
      refuse("a trust policy takes no Resource: it is about its role");
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
  /** Whether it is about everything but these. */
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
