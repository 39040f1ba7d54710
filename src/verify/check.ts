import { createHash } from "node:crypto";
import type { Estate, Unmodelled } from "../estate/estate";
import type { Description } from "../prove/check/description";
import type { EstateFlaw } from "../prove/check/findings";
import type { PlaceOf } from "./place";

/** What is known about Terraform that has no topology. */
export interface Checked {
  /** What was given: `infra/`. */
  readonly input: string;
  readonly estate: Estate;
  readonly description: Description;
  /** Errors first, then by check. */
  readonly flaws: readonly EstateFlaw[];
  /** How many flaws a baseline accepts. They are not in `flaws`. */
  readonly accepted: number;
  /** What was taken for granted, each a sentence. */
  readonly assumptions: readonly string[];
  readonly placeOf: PlaceOf;
}

/** What can allow requests and was not read. */
export function notRead({ estate }: Pick<Checked, "estate">): readonly Unmodelled[] {
  return estate.unmodelled.filter(({ canAllow }) => canAllow);
}

/** Stays the same as long as the flaw does, whatever moves in the files. */
export function fingerprintOf({ check, problem, addresses }: EstateFlaw): string {
  const told = JSON.stringify([check, problem, [...addresses].sort()]);
  return createHash("sha256").update(told).digest("hex").slice(0, 16);
}
