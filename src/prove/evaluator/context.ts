import { lowerCase } from "../iam/condition-line";
import { refuse, shown } from "../iam/errors";

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

/**
 * The condition keys of one request. Their names are not case-sensitive.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-using-variables
 */
export class RequestContext {
  private readonly names: readonly string[];
  /** The same in lower case. For a handful of keys, a search is faster than a map. */
  private readonly keys: readonly string[];

  /** Derived keys can also be given, but only with the same value. */
  constructor(
    private readonly given: ContextKeys,
    private readonly derived: DerivedKeys,
  ) {
    this.names = Object.keys(given);
    this.keys = this.names.map(lowerCase);
    for (let index = 0; index < this.keys.length; index++) {
      const key = this.keys[index] as string;
      if (this.keys.indexOf(key) < index)
        refuse(`the context has ${key} twice: names of condition keys are not case-sensitive`);
      const said = this.givenAt(index);
      const value = derived.get(key);
      if (value !== undefined && said !== value)
        refuse(`the context says that ${key} is ${shown(said)}, but in this request it is ${shown(value)}`);
    }
  }

  /** The value of a key in lower case. An empty list counts as no value. */
  get(key: string): string | readonly string[] | undefined {
    const value = this.derived.get(key) ?? this.givenAt(this.keys.indexOf(key));
    if (value === undefined && ALWAYS_PRESENT.has(key))
      refuse(`a policy uses ${key}, which every request has, but the context does not have it`);
    return value?.length === 0 && typeof value !== "string" ? undefined : value;
  }

  private givenAt(index: number): string | readonly string[] | undefined {
    const name = this.names[index];
    return name === undefined ? undefined : this.given[name];
  }
}

/** The keys of a context, overridden by those of another. */
export function withKeys(
  context: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
): Record<string, string> {
  return { ...withoutKeys(context, others), ...others };
}

/** The keys of a context that another one does not have. */
export function withoutKeys(
  context: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
): Record<string, string> {
  const taken = new Set(Object.keys(others).map(lowerCase));
  return Object.fromEntries(Object.entries(context).filter(([key]) => !taken.has(lowerCase(key))));
}
