import { type ArnParts, arnParts } from "./arn-pattern";
import type { Caller } from "./caller";
import { type ContextKeys, RequestContext } from "./context";
import { refuse, shown } from "./errors";
import { Recent } from "./recent";
import type { Asked } from "./statement";

/** One thing that AWS authorizes. A call of the API can need several. */
export interface Request {
  readonly action: string;
  /** The ARN of a bucket, an object, a key or a role; `*` for an action that is about none. */
  readonly resource: string;
  readonly caller: Caller;
  /** Everything AWS would say of the request, but for what follows from the rest of it: see `contextKeys`. */
  readonly context: ContextKeys;
}

/** What is asked for, which decides the rules. */
export type Target = "bucket" | "key" | "role" | "none";

/**
 * Actions that a trust policy is asked for. Federated callers are not implemented, and so neither are the actions that
 * only they call.
 */
const ROLE_ACTIONS = new Set(["sts:assumerole", "sts:tagsession", "sts:setsourceidentity"]);

export function targetOf(
  { action, resource }: Request,
  owner: string,
  parts: ArnParts | undefined = arnParts(resource),
): Target {
  const name = action.toLowerCase();
  if (!/^(s3|kms|sts):[a-z0-9]+$/.test(name)) refuse(`the action ${shown(action)} is none of S3, KMS or STS`);
  const [, , service, region, account, path = ""] = parts ?? [];
  const ofOwner = account === owner;
  if (resource === "*" && !ROLE_ACTIONS.has(name)) return "none";
  if (name.startsWith("s3:") && service === "s3" && region === "" && account === "" && path !== "")
    return "bucket";
  if (name.startsWith("kms:") && service === "kms" && path.startsWith("key/") && ofOwner) return "key";
  if (ROLE_ACTIONS.has(name) && service === "iam" && path.startsWith("role/") && ofOwner) return "role";
  return refuse(`${action} on ${shown(resource)} in account ${owner} is not implemented`);
}

/**
 * Condition keys that follow from who calls what, with their names in lower case. A role session has the ARN of its
 * role for `aws:PrincipalArn`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account
 */
export function contextKeys({ action, caller }: Request, owner: string): ReadonlyMap<string, string> {
  const keys = new Map([["aws:resourceaccount", owner]]);
  if (caller.kind === "anonymous") return keys.set("aws:principaltype", "Anonymous");
  keys.set("aws:principalisawsservice", String(caller.kind === "service"));
  if (caller.kind === "service") return keys.set("aws:principalservicename", caller.name);
  keys.set("aws:principalarn", caller.kind === "session" ? caller.role : caller.arn);
  keys.set("aws:principalaccount", caller.account);
  keys.set("aws:principaltype", PRINCIPAL_TYPES[caller.kind]);
  if (caller.kind === "user") keys.set("aws:username", caller.arn.slice(caller.arn.lastIndexOf("/") + 1));
  if (/^kms:/i.test(action)) keys.set("kms:calleraccount", caller.account);
  return keys;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
const PRINCIPAL_TYPES = { root: "Account", session: "AssumedRole", user: "User" } as const;

export function asked(
  request: Request,
  owner: string,
  parts: ArnParts | undefined = arnParts(request.resource),
): Asked {
  const { resource, caller } = request;
  const action = request.action.toLowerCase();
  return { action, resource, resourceParts: parts, caller, context: contextOf(request, owner) };
}

/** A sweep asks for many actions by the same callers in the same contexts, one soon after the other. */
const derived = new Recent<Caller, Map<string, ReadonlyMap<string, string>>>();
const contexts = new Recent<ContextKeys, Map<ReadonlyMap<string, string>, RequestContext>>();

function contextOf(request: Request, owner: string): RequestContext {
  const service = request.action.slice(0, request.action.indexOf(":")).toLowerCase();
  const ofCaller = once(derived, request.caller, () => new Map<string, ReadonlyMap<string, string>>());
  const keys = once(ofCaller, `${service} ${owner}`, () => contextKeys(request, owner));
  const ofContext = once(contexts, request.context, () => new Map<typeof keys, RequestContext>());
  return once(ofContext, keys, () => new RequestContext(request.context, keys));
}

interface Cache<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function once<K, V>(cache: Cache<K, V>, key: K, make: () => V): V {
  const before = cache.get(key);
  if (before !== undefined) return before;
  const made = make();
  cache.set(key, made);
  return made;
}
