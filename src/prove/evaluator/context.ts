import { lowerCase } from "../iam/condition-line";
import { refuse, shown } from "../iam/errors";
import { once } from "../once";

/** The condition keys of a request. A list is the value of a multivalued key, a string that of a single-valued key. */
export type ContextKeys = Readonly<Record<string, string | readonly string[]>>;

/**
 * Keys that AWS adds to every request. If a policy uses one that was not given, the request cannot be evaluated: to
 * treat the key as missing would give an answer that AWS never gives.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const ALWAYS_PRESENT = new Set([
  "aws:currenttime",
  "aws:epochtime",
  "aws:principaltype",
  "aws:requestedregion",
  "aws:securetransport",
  "aws:useragent",
  "aws:userid",
  "aws:viaawsservice",
]);

/** Keys that follow from the caller and the resource, in lower case. */
export interface DerivedKeys {
  get(key: string): string | undefined;
}

/** The value of a key in lower case that requests have unless their context says otherwise. */
export type UsualKeys = (key: string) => string | readonly string[] | undefined;

/**
 * The condition keys of one request. Their names are not case-sensitive.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-using-variables
 */
export class RequestContext {
  private readonly given: LowerCaseKeys;
  private readonly callers: LowerCaseKeys | undefined;

  /**
   * Derived keys can also be given, but only with the same value.
   *
   * @param callers the keys that the caller adds to each request, which replace those of this one
   * @param usual what requests have unless these say otherwise
   */
  constructor(
    given: ContextKeys,
    private readonly derived: DerivedKeys,
    callers?: ContextKeys,
    private readonly mayHave?: (key: string) => boolean,
    private readonly usual?: UsualKeys,
  ) {
    this.given = lowerCaseKeys(given);
    this.callers = callers && lowerCaseKeys(callers);
    for (const key of this.given.keys()) this.checkDerived(key);
    if (this.callers) for (const key of this.callers.keys()) this.checkDerived(key);
  }

  /** The value of a key in lower case. An empty list counts as no value. */
  get(key: string): string | readonly string[] | undefined {
    const value = this.derived.get(key) ?? this.said(key) ?? this.usual?.(key);
    if (value === undefined && ALWAYS_PRESENT.has(key))
      refuse(`a policy uses ${key}, which every request has, but the context does not have it`);
    if (value === undefined && this.mayHave?.(key)) refuse(`it depends on ${key} of the request`, key);
    return value?.length === 0 && typeof value !== "string" ? undefined : value;
  }

  private said(key: string): string | readonly string[] | undefined {
    return this.callers?.get(key) ?? this.given.get(key);
  }

  private checkDerived(key: string): void {
    const value = this.derived.get(key);
    if (value === undefined) return;
    const said = this.said(key);
    if (said !== value)
      refuse(`the context says that ${key} is ${shown(said)}, but in this request it is ${shown(value)}`);
  }
}

type LowerCaseKeys = ReadonlyMap<string, string | readonly string[]>;

/** Computed once, because many requests share a context. */
const lowerCaseKeys = once((context: ContextKeys): LowerCaseKeys => {
  const keys = new Map<string, string | readonly string[]>();
  for (const name of Object.keys(context)) {
    const key = lowerCase(name);
    if (keys.has(key)) refuse(`the context has ${key} twice: names of condition keys are not case-sensitive`);
    keys.set(key, context[name] as string | readonly string[]);
  }
  return keys;
});

/** The keys of a context, overridden by those of another. */
export function withKeys(
  context: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return { ...withoutKeys(context, others), ...others };
}

/** The keys of a context that another one does not have. */
export function withoutKeys(
  context: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const names = Object.keys(others);
  if (names.length === 0) return context;
  const taken = new Set(names.map(lowerCase));
  return Object.fromEntries(Object.entries(context).filter(([key]) => !taken.has(lowerCase(key))));
}
