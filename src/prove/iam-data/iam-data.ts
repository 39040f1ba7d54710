/**
 * What AWS documents about the actions of S3, KMS and STS. Names are not case-sensitive.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
import { matches, pattern } from "../iam/wildcard";
import data from "./iam-actions.json";

/** The services whose actions are known. */
export type KnownService = "kms" | "s3" | "sts";

/** The resources that a proof asks about; `none` is for actions without a resource. */
export type ResourceKind = "bucket" | "object" | "key" | "role" | "none";

interface Action {
  /** As AWS writes it. */
  readonly name: string;
  readonly resourceTypes: readonly string[];
  /** Of the action and of its resource types. Some end in a variable, such as `aws:ResourceTag/${TagKey}`. */
  readonly conditionKeys: readonly string[];
}

/** By name, in lower case. */
const ACTIONS: ReadonlyMap<string, Action> = new Map(
  Object.entries(data.actions).flatMap(([service, ofService]) =>
    Object.entries(ofService as Readonly<Record<string, { on: string[]; keys: number }>>).map(
      ([shortName, { on, keys }]) => {
        const name = `${service}:${shortName}`;
        const types = data.resourceTypes[service as KnownService] as Readonly<Record<string, number>>;
        const lists = [keys, ...on.map((type) => types[type] as number)];
        return [
          name.toLowerCase(),
          { name, resourceTypes: on, conditionKeys: [...new Set(lists.flatMap(conditionKeyList))] },
        ] as const;
      },
    ),
  ),
);

function conditionKeyList(number: number): string[] {
  return (data.conditionKeyLists[number] ?? []).map((key) => data.conditionKeys[key] as string);
}

const NAMES: readonly string[] = [...ACTIONS.values()].map(({ name }) => name);

const BY_KIND = new Map<ResourceKind, readonly string[]>(
  (["bucket", "object", "key", "role", "none"] as const).map((kind) => [
    kind,
    [...ACTIONS.values()]
      .filter(({ resourceTypes: on }) => (kind === "none" ? on.length === 0 : on.includes(kind)))
      .map(({ name }) => name),
  ]),
);

/** All known actions, sorted. */
export function actionNames(): readonly string[] {
  return NAMES;
}

/** The actions on such a resource, sorted. */
export function actionsOn(kind: ResourceKind): readonly string[] {
  return BY_KIND.get(kind) ?? [];
}

/** Whether the actions of a service, such as `s3`, are known here. */
export function isKnownService(service: string): service is KnownService {
  return Object.hasOwn(data.actions, service.toLowerCase());
}

const matching = new Map<string, readonly string[]>();

/** The actions that an entry of `Action` covers: the one with this name, or all that match its wildcards. */
export function matchingActions(text: string): readonly string[] {
  const wanted = text.toLowerCase();
  const before = matching.get(wanted);
  if (before) return before;
  const tokens = pattern(wanted);
  const found = /[*?]/.test(wanted)
    ? [...ACTIONS].filter(([lowerCase]) => matches(tokens, lowerCase)).map(([, { name }]) => name)
    : [ACTIONS.get(wanted)?.name ?? []].flat();
  matching.set(wanted, found);
  return found;
}

/**
 * The resource types of an action, such as `["accesspointobject", "object"]`. One of them is enough, except for
 * `kms:CreateAlias` and the like, which need both. Empty for actions without a resource and for unknown actions.
 */
export function resourceTypesOf(action: string): readonly string[] {
  return ACTIONS.get(action.toLowerCase())?.resourceTypes ?? [];
}

/** The condition keys of a service that a request for the action can have, in addition to the global ones. */
export function conditionKeysOf(action: string): readonly string[] {
  return ACTIONS.get(action.toLowerCase())?.conditionKeys ?? [];
}

const keyTests = new Map<readonly string[], (key: string) => boolean>();

/** Whether a request for the action can have the condition key. Every request can have global keys. */
export function takesConditionKey(action: string, key: string): boolean {
  return isGlobalConditionKey(key) || testOf(conditionKeysOf(action))(key);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function isGlobalConditionKey(key: string): boolean {
  return testOf(data.globalConditionKeys)(key);
}

function testOf(keys: readonly string[]): (key: string) => boolean {
  const before = keyTests.get(keys);
  if (before) return before;
  const made = keyTest(keys);
  keyTests.set(keys, made);
  return made;
}

/** Whether it is a global condition key, or one of S3, KMS or STS. */
export function isConditionKey(key: string): boolean {
  return isGlobalConditionKey(key) || testOf(data.conditionKeys)(key);
}

/** The names of all of them, as AWS spells them. */
export function conditionKeyNames(): readonly string[] {
  return [...data.globalConditionKeys, ...data.conditionKeys];
}

/** The data write the variable part of a key as `${TagKey}`, `<key>` or `tag-key`. */
function keyTest(keys: readonly string[]): (key: string) => boolean {
  const lowerCase = keys.map((key) => key.toLowerCase());
  const exact = new Set(lowerCase);
  const varying = lowerCase
    .map((key) => key.replace(/\$\{[^}]*\}|<[^>]*>|(?<=\/)tag-key$/g, "?*"))
    .filter((key) => key.includes("*"))
    .map(pattern);
  return (key) => {
    const wanted = key.toLowerCase();
    return exact.has(wanted) || varying.some((tokens) => matches(tokens, wanted));
  };
}
