import type { ArnParts } from "./arn-pattern";
import { resourcePattern } from "./arn-pattern";
import type { Caller } from "./caller";
import { condition, type Condition } from "./condition";
import type { RequestContext } from "./context";
import { refuse, shown } from "./errors";
import { type NamedAs, principalElement, type PrincipalTest } from "./principal-element";
import { matches, pattern } from "./wildcard";

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

export interface Statement {
  readonly sid: string | undefined;
  readonly index: number;
  readonly effect: "Allow" | "Deny";
  /** Undefined when the statement does not apply; otherwise what it names the caller as, if it names anybody. */
  readonly applies: (asked: Asked) => NamedAs | "attached" | undefined;
  /** What keeps a statement that is about the action from applying, in words; undefined where it is about others. */
  readonly unmet: (asked: Asked) => string[] | undefined;
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
  // A statement of a key policy without Action or Resource is accepted, and has no effect.
  // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
  if (!action || !resource) return { sid, index, effect, applies: () => undefined, unmet: () => undefined };
  return {
    sid,
    index,
    effect,
    applies: (asked) => {
      if (!action(asked.action) || !resource(asked)) return undefined;
      const namedAs = principal ? principal(asked.caller) : "attached";
      if (namedAs === undefined) return undefined;
      for (const { holds } of conditions) if (!holds(asked.context)) return undefined;
      return namedAs;
    },
    unmet: (asked) => {
      if (!action(asked.action)) return undefined;
      return [
        ...(resource(asked) ? [] : [`it is about ${listed(element.Resource ?? element.NotResource)}`]),
        ...(principal && principal(asked.caller) === undefined
          ? [`it names ${listed(element.Principal)}`]
          : []),
        ...conditions.filter(({ holds }) => !holds(asked.context)).map((each) => told(each, asked.context)),
      ];
    },
  };
}

function listed(value: unknown): string {
  const texts = typeof value === "object" && value !== null ? Object.values(value).flat() : [value];
  return texts.map(String).join(", ");
}

function told({ operator, key, value }: OneCondition, context: RequestContext): string {
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
function actionOf(element: Elements, kind: DocumentKind): ((action: string) => boolean) | undefined {
  const list = oneOf(element, "Action", "NotAction", kind === "key");
  if (!list) return undefined;
  const tests = list.values.map(actionTest);
  return (action) => tests.some((test) => test(action)) !== list.negated;
}

/** Whether an action, in lower case, is meant. The service and the name both match without case. */
export function actionTest(text: string): (action: string) => boolean {
  const wanted = text.toLowerCase();
  if (wanted === "*" || wanted === "*:*") return () => true;
  if (!/^[a-z0-9-]+:[a-z0-9*?]+$/.test(wanted)) return refuse(`${shown(text)} is no action`);
  if (!/[*?]/.test(wanted)) return (action) => action === wanted;
  const tokens = pattern(wanted);
  return (action) => matches(tokens, action);
}

/** A variable without a value makes its resource match nothing, in Resource and in NotResource. */
function resourceOf(
  element: Elements,
  kind: DocumentKind,
  variables: boolean,
): ((asked: Asked) => boolean) | undefined {
  if (kind === "trust") {
    if (element.Resource !== undefined || element.NotResource !== undefined)
      refuse("a trust policy takes no Resource: it is about its role");
    return () => true;
  }
  const list = oneOf(element, "Resource", "NotResource", kind === "key");
  if (!list) return undefined;
  const tests = list.values.map((text) => resourcePattern(text, variables));
  return ({ resource, resourceParts, context }) =>
    tests.some((test) => test(resource, resourceParts, context)) !== list.negated;
}

function oneOf(
  element: Elements,
  name: string,
  notName: string,
  mayLack: boolean,
): { values: string[]; negated: boolean } | undefined {
  const is = element[name];
  const not = element[notName];
  if (is !== undefined && not !== undefined)
    return refuse(`a statement cannot have both ${name} and ${notName}`);
  if (is === undefined && not === undefined)
    return mayLack ? undefined : refuse(`the statement has neither ${name} nor ${notName}`);
  const values: unknown[] = [is ?? not].flat();
  if (values.length === 0) refuse(`${is === undefined ? notName : name} is empty`);
  return {
    values: values.map((value) =>
      typeof value === "string" ? value : refuse(`${shown(value)} is no ${name}`),
    ),
    negated: is === undefined,
  };
}

interface OneCondition {
  readonly holds: Condition;
  readonly operator: string;
  readonly key: string;
  readonly value: unknown;
}

/** All of them must hold. */
function conditionsOf({ Condition: block }: Elements, variables: boolean): OneCondition[] {
  if (block === undefined) return [];
  if (!isRecord(block)) return refuse(`the Condition ${shown(block)} is no object`);
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) return refuse(`the condition ${operator} is no object`);
    return Object.entries(keys).map(([key, value]) => {
      return { holds: condition(operator, key, value, variables), operator, key, value };
    });
  });
}

function isRecord(value: unknown): value is Elements {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
