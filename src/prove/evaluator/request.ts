import { nameOf, parseArn } from "../../aws/arn";
import { lowerCase } from "../iam/condition-line";
import { refuse, shown } from "../iam/errors";
import type { Caller } from "./caller";
import type { Asked } from "./compiled-statement";
import { type ContextKeys, type DerivedKeys, RequestContext, type UsualKeys } from "./context";
import { type Service, serviceOf } from "./services";

/** One authorization by AWS. An API call can need several. */
export interface Request {
  readonly action: string;
  /** The ARN of a bucket, an object, a key or a role; `*` for an action without a resource. */
  readonly resource: string;
  readonly caller: Caller;
  /** Everything that AWS knows about the request, except what `contextKeys` derives. */
  readonly context: ContextKeys;
  /** What AWS knows about the caller, which is the same in each of their requests and replaces the rest. */
  readonly callersContext?: ContextKeys;
  /**
   * Whether the request may have a key in lower case that the context does not have, with any value. A policy that uses it
   * cannot be judged.
   *
   * @default - only keys that every request has
   */
  readonly mayHave?: (key: string) => boolean;
  /** What it has unless the context says otherwise. */
  readonly usual?: UsualKeys;
}

/** The service of the resource, which determines the rules; undefined for an action without a resource. */
export function targetOf(request: Request, { action, arn }: Asked, owner: string): Service | undefined {
  const { resource } = request;
  const service = serviceOf(request.action);
  const isAbout = service.resourceActions?.has(action);
  if (resource === "*" && !isAbout) return undefined;
  if (isAbout !== false && arn && service.isResource(arn, owner)) return service;
  return refuse(`${request.action} on ${shown(resource)} in account ${owner} is not implemented`);
}

/**
 * Condition keys that follow from the caller and the resource, with their names in lower case. For a role session,
 * `aws:PrincipalArn` is the ARN of its role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account
 */
export function contextKeys({ action, caller }: Request, owner: string): ReadonlyMap<string, string> {
  const derived = new Derived(action.toLowerCase(), caller, owner);
  return new Map(
    [...DERIVED.keys()].flatMap((key): [string, string][] => {
      const value = derived.get(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** Derived when a policy uses the key, because few policies use any one key. */
class Derived implements DerivedKeys {
  constructor(
    /** In lower case. */
    readonly action: string,
    readonly caller: Caller,
    readonly owner: string,
  ) {}

  get(key: string): string | undefined {
    const { caller } = this;
    if (caller.kind === "federated") {
      if (key === "aws:federatedprovider") refuse(PROVIDER_UNCLEAR);
      const claim = caller.claims[key];
      if (claim !== undefined) return claim;
    }
    return DERIVED.get(key)?.(this);
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-federatedprovider */
const PROVIDER_UNCLEAR =
  "the value of aws:FederatedProvider is not clear: AWS says that it is the ARN of the provider, and requests were seen with the issuer";

type Derive = (request: Derived) => string | undefined;

const DERIVED: ReadonlyMap<string, Derive> = new Map<string, Derive>([
  ["aws:resourceaccount", ({ owner }) => owner],
  ["s3:resourceaccount", ({ action, owner }) => (action.startsWith("s3:") ? owner : undefined)],
  ["aws:principaltype", ({ caller }) => PRINCIPAL_TYPES[caller.kind]],
  [
    "aws:principalisawsservice",
    ({ caller: { kind } }) =>
      kind === "anonymous" || kind === "federated" ? undefined : String(kind === "service"),
  ],
  ["aws:principalservicename", ({ caller }) => (caller.kind === "service" ? caller.name : undefined)],
  ["aws:principalaccount", ({ caller }) => ("account" in caller ? caller.account : undefined)],
  [
    "aws:principalarn",
    ({ caller }) => {
      if (!("account" in caller)) return undefined;
      return caller.kind === "session" ? caller.role : caller.arn;
    },
  ],
  ["aws:username", ({ caller }) => (caller.kind === "user" ? nameOf(caller.arn) : undefined)],
  [
    "kms:calleraccount",
    ({ action, caller }) => (action.startsWith("kms:") && "account" in caller ? caller.account : undefined),
  ],
]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
const PRINCIPAL_TYPES = {
  root: "Account",
  session: "AssumedRole",
  user: "User",
  anonymous: "Anonymous",
  service: undefined,
  federated: undefined,
} as const;

export function asked(request: Request, owner: string): Asked {
  const { resource, caller, context: given, callersContext } = request;
  const action = lowerCase(request.action);
  const derived = new Derived(action, caller, owner);
  const context = new RequestContext(given, derived, callersContext, request.mayHave, request.usual);
  return { action, resource, arn: parseArn(resource), caller, context };
}
