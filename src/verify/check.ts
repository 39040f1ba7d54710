import type { Unmodelled } from "../estate/estate";
import { needlessPoints } from "../prove/check/access-points";
import { describe } from "../prove/check/describe";
import type { Description } from "../prove/check/description";
import { describedFlaws, describedGaps, type EstateFlaw, isEstateFlaw } from "../prove/check/findings";
import type { DescribeOptions } from "../prove/check/options";
import { Gaps } from "../prove/gaps";
import { lint } from "../prove/lint/lint";
import { fingerprintOf } from "./fingerprint";
import { withAddressesOfKeys } from "./made-up-keys";
import type { TerraformInput } from "./terraform-input";

/** What is known about Terraform that has no topology. */
export interface Checked extends TerraformInput {
  readonly description: Description;
  /** Errors first, then by check. */
  readonly flaws: readonly EstateFlaw[];
  /** How many flaws a baseline accepts. They are not in `flaws`. */
  readonly accepted: number;
}

export interface CheckOptions extends DescribeOptions {
  /** Whether a team accepts the flaw of a fingerprint for now. @default - it accepts none */
  readonly isAccepted?: (fingerprint: string) => boolean;
}

/** Finds out who can do what with the buckets of Terraform, and what is wrong with it. */
export function check(
  input: TerraformInput,
  { isAccepted = () => false, ...options }: CheckOptions = {},
): Checked {
  const description = describe(input.estate, options);
  const linted = lint(input.estate, describedGaps(description)).filter(isEstateFlaw);
  const lacking = new Gaps(linted.flatMap(({ gaps = [] }) => gaps));
  const all = [...linted, ...describedFlaws(description, lacking)];
  const found = input.keysAreMadeUp ? all.map(inWords(withAddressesOfKeys(input.estate))) : all;
  const flaws = found.filter((flaw) => !isAccepted(fingerprintOf(flaw)));
  return {
    ...input,
    description,
    flaws: flaws.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)),
    accepted: found.length - flaws.length,
  };
}

function inWords(words: (text: string) => string): (flaw: EstateFlaw) => EstateFlaw {
  return (flaw) => ({
    ...flaw,
    problem: words(flaw.problem),
    because: flaw.because.map(words),
    repair: words(flaw.repair),
  });
}

function sortKey({ severity, check: id, problem }: EstateFlaw): string {
  return `${severity} ${id} ${problem}`;
}

/** What can allow requests and was not read, or is not known. */
export function notRead({
  estate,
  description,
}: Pick<Checked, "estate" | "description">): readonly Unmodelled[] {
  const needless = new Set(
    needlessPoints(estate, description.outsiders).flatMap(({ address, policy }) => [
      address,
      policy?.address,
    ]),
  );
  const unmodelled = estate.unmodelled.filter(
    ({ address, canAllow, isData }) => canAllow && !isData && !needless.has(address),
  );
  const unknown = estate.principals.flatMap(({ identityPolicies }) =>
    identityPolicies.flatMap(({ address, unknown: why, isContested }): Unmodelled[] =>
      why === undefined || isContested ? [] : [{ address, reason: why, canAllow: true }],
    ),
  );
  return [
    ...unmodelled,
    ...unknown.filter(({ address }) => !unmodelled.some((each) => each.address === address)),
  ];
}
