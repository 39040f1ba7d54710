import { refuse, shown } from "./errors";

/** What a request says of itself. A list is the value of a multivalued key, a string that of a single-valued one. */
export type ContextKeys = Readonly<Record<string, string | readonly string[]>>;

/**
 * Keys that AWS puts into every request. A policy that asks for one which was not given cannot be judged: as a missing
 * key it would give an answer that AWS never gives.
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

/**
 * The keys of one request. Names match without case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-using-variables
 */
export class RequestContext {
  private readonly given: ReadonlyMap<string, string | readonly string[]>;

  /** `derived` is what follows from who calls and what is called. It may be given too, but not with another value. */
  constructor(
    given: ContextKeys,
    private readonly derived: ReadonlyMap<string, string>,
  ) {
    this.given = byLowerCase(given);
    for (const [key, value] of derived) {
      const said = this.given.get(key);
      if (said !== undefined && said !== value)
        refuse(`the context says that ${key} is ${shown(said)}, but in this request it is ${shown(value)}`);
    }
  }

  /** The value of a key in lower case; an empty list is no value. */
  get(key: string): string | readonly string[] | undefined {
    const value = this.derived.get(key) ?? this.given.get(key);
    if (value === undefined && ALWAYS_PRESENT.has(key))
      refuse(`a policy asks for ${key}, which every request has, but the context does not give it`);
    return value?.length === 0 && typeof value !== "string" ? undefined : value;
  }
}

function byLowerCase(keys: ContextKeys): ReadonlyMap<string, string | readonly string[]> {
  const map = new Map<string, string | readonly string[]>();
  for (const [name, value] of Object.entries(keys)) {
    const key = name.toLowerCase();
    if (map.has(key)) refuse(`the context gives ${key} twice, for the names of keys match without case`);
    map.set(key, value);
  }
  return map;
}
