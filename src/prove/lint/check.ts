import type { Estate } from "../../estate/estate";
import type { RawStatement } from "../../estate/policy-document";
import type { Flaw } from "../flaw";
import type { Gaps } from "../gaps";

/** One kind of mistake that can be known without knowing what was meant. `docs/checks.md` is made of these. */
export interface Check<Id extends string = string> {
  /** In reports, in baselines and in the documentation. It never changes. */
  readonly id: Id;
  /** That of all its flaws. */
  readonly severity: NonNullable<Flaw["severity"]>;
  /** What is wrong, as a heading. */
  readonly title: string;
  /** What happens if it stays. */
  readonly why: string;
  readonly remedy: string;
  /** Whether it can be what somebody wants. A proof knows what was asked for, and does not report it. @default false */
  readonly isChoice?: true;
  /** The AWS page about it. */
  readonly page: string;
  /** Only this check finds something in it. */
  readonly bad: Example;
  /** No check finds anything in it. */
  readonly good: Example;
  /** @param told what other flaws say is lacking */
  readonly find: (estate: Estate, told?: Gaps) => readonly Flaw[];
}

/**
 * A part of Terraform that is right otherwise: a role in account 222222222222 reads acme-source in account
 * 111111111111, which is replicated to acme-destination in account 222222222222.
 */
export interface Example {
  /** Statements of the bucket policy of acme-source. */
  readonly bucketPolicy?: readonly RawStatement[];
  /** … of the key policy of its key. */
  readonly keyPolicy?: readonly RawStatement[];
  /** … of the trust policy of the role that reads it. */
  readonly trustPolicy?: readonly RawStatement[];
  /** … of the policy of this role. */
  readonly identityPolicy?: readonly RawStatement[];
  /** More configurations of the provider, by alias. */
  readonly providers?: Readonly<Record<string, Arguments>>;
  /** The arguments of resources, by type and name. Policies are objects. A null removes what is there. */
  readonly resources?: Readonly<Record<string, Readonly<Record<string, Arguments | null>>>>;
}

type Arguments = Readonly<Record<string, unknown>>;

/** What a check finds, with its id and severity. */
export function flawsOfCheck({ id, severity, find }: Check, estate: Estate, told?: Gaps): Flaw[] {
  return find(estate, told).map((flaw) => ({ ...flaw, check: id, severity }));
}
