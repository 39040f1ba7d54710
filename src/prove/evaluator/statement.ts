import type { ArnParts } from "./arn-pattern";
import { resourcePattern } from "./arn-pattern";
import type { Caller } from "./caller";
import { condition, type Condition } from "./condition";
import type { RequestContext } from "./context";
import type { Attached, Finding, Layer } from "./decision";
import { refuse, shown } from "../iam/errors";
import { type NamedAs, principalElement, type PrincipalTest } from "./principal-element";
import { BoundedCache } from "../bounded-cache";
import { matches, pattern } from "../iam/wildcard";

/** What kinds of documents there are, for each takes other elements. */
export type DocumentKind = "identity" | "bucket" | "key" | "trust" | "service control" | "resource control";

/** A request as statements see it. */
export interface Asked {
  /** In lower case. */
  readonly action: string;
  readonly resource: string;
  readonly resourceParts: ArnParts | undefined;
  readonly caller: Caller;
  readonly context: RequestContext;
}

/** A statement made ready to be asked. */
export class Statement {
  private last: Finding | undefined;

  constructor(
    readonly sid: string | undefined,
    readonly index: number,
    readonly effect: "Allow" | "Deny",
    private readonly element: Elements,
    private readonly principal: PrincipalTest | undefined,
    private readonly action: ActionTest | undefined,
    private readonly resource: ResourceTest | undefined,
    /** In the order of the element. */
    private readonly conditions: readonly Condition[],
  ) {}

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
    const { action, resource, principal, element, conditions } = this;
    if (!action?.(asked.action) || !resource) return undefined;
    return [
      ...(resource(asked) ? [] : [`it is about ${listed(element.Resource ?? element.NotResource)}`]),
      ...(principal && principal(asked.caller) === undefined
        ? [`it names ${listed(element.Principal)}`]
        : []),
      ...conditionLines(element, (line) => told(line, asked.context)).filter(
        (_, index) => !conditions[index]?.(asked.context),
      ),
    ];
  }
}

type ActionTest = (action: string) => boolean;
type ResourceTest = (asked: Asked) => boolean;

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

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export function statement(
  element: unknown,
  kind: DocumentKind,
  index: number,
  variables: boolean,
): Statement {
  if (!isRecord(element)) return refuse(`${shown(element)} is no statement`);
  for (const name of Object.keys(element)) if (!ELEMENTS.has(name)) refuse(`the element ${name} is unknown`);
  const { Sid: sid, Effect: effect } = element;
  if (sid !== undefined && typeof sid !== "string") return refuse(`the Sid ${shown(sid)} is no string`);
  if (effect !== "Allow" && effect !== "Deny")
    return refuse(`the Effect ${shown(effect)} is neither "Allow" nor "Deny"`);

  const principal = principalOf(element, kind);
  const action = actionOf(element, kind);
  const resource = resourceOf(element, kind, variables);
  const conditions = conditionsOf(element, variables);
  return new Statement(sid, index, effect, element, principal, action, resource, conditions);
}

function listed(value: unknown): string {
  const texts = typeof value === "object" && value !== null ? Object.values(value).flat() : [value];
  return texts.map(String).join(", ");
}

function told({ operator, key, value }: ConditionLine, context: RequestContext): string {
  const has = context.get(key.toLowerCase());
  const request = has === undefined ? "does not have it" : `has ${shown(has)}`;
  return `it asks for ${operator} ${key} ${shown(value)}, and the request ${request}`;
}

type Elements = Readonly<Record<string, unknown>>;

/** Who an identity policy is about follows from where it is attached; a resource control policy is about everyone. */
function principalOf(element: Elements, kind: DocumentKind): PrincipalTest | undefined {
  if (element.NotPrincipal !== undefined)
    refuse(
      "NotPrincipal is not evaluated, for what it denies depends on more than the policy: use Deny with ArnNotEquals of aws:PrincipalArn",
    );
  const attached = kind === "identity" || kind === "service control";
  if (attached && element.Principal !== undefined) refuse(`an ${kind} policy takes no Principal`);
  if (attached) return undefined;
  if (element.Principal === undefined) refuse(`a statement of a ${kind} policy needs a Principal`);
  if (kind === "resource control" && element.Principal !== "*")
    refuse('the Principal of a resource control policy is always "*"');
  return principalElement(element.Principal);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function actionOf(element: Elements, kind: DocumentKind): ActionTest | undefined {
  const list = oneOf(element, "Action", "NotAction", kind === "key");
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
function resourceOf(element: Elements, kind: DocumentKind, variables: boolean): ResourceTest | undefined {
  if (kind === "trust") {
    if (element.Resource !== undefined || element.NotResource !== undefined)
      refuse("a trust policy takes no Resource: it is about its role");
    return () => true;
  }
  const list = oneOf(element, "Resource", "NotResource", kind === "key");
  if (!list) return undefined;
  const { negated } = list;
  const tests = list.values.map((text) => resourcePattern(text, variables));
  return ({ resource, resourceParts, context }) => {
    for (const test of tests) if (test(resource, resourceParts, context)) return !negated;
    return negated;
  };
}

interface ListElement {
  readonly values: readonly string[];
  /** Whether it is about everything but these. */
  readonly negated: boolean;
}

function oneOf(element: Elements, name: string, notName: string, mayLack: boolean): ListElement | undefined {
  const is = element[name];
  const not = element[notName];
  if (is !== undefined && not !== undefined)
    return refuse(`a statement cannot have both ${name} and ${notName}`);
  if (is === undefined && not === undefined)
    return mayLack ? undefined : refuse(`the statement has neither ${name} nor ${notName}`);
  const list = is ?? not;
  const values: unknown[] = Array.isArray(list) ? list : [list];
  if (values.length === 0) refuse(`${is === undefined ? notName : name} is empty`);
  return {
    values: values.map((value) =>
      typeof value === "string" ? value : refuse(`${shown(value)} is no ${name}`),
    ),
    negated: is === undefined,
  };
}

/** All of them must hold. */
function conditionsOf(element: Elements, variables: boolean): readonly Condition[] {
  if (element.Condition === undefined) return NONE;
  return conditionLines(element, ({ operator, key, value }) => condition(operator, key, value, variables));
}

const NONE: readonly Condition[] = [];

interface ConditionLine {
  readonly operator: string;
  readonly key: string;
  readonly value: unknown;
}

/** What is made of each line of the element, one after the other. */
function conditionLines<T>({ Condition: block = {} }: Elements, read: (line: ConditionLine) => T): T[] {
  if (!isRecord(block)) return refuse(`the Condition ${shown(block)} is no object`);
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) return refuse(`the condition ${operator} is no object`);
    return Object.entries(keys).map(([key, value]) => read({ operator, key, value }));
  });
}

function isRecord(value: unknown): value is Elements {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
