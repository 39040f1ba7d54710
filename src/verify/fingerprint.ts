import { createHash } from "node:crypto";
import { type Flaw, messageIdOf } from "../prove/flaw";

type Identity = Pick<Flaw, "check" | "part" | "problem" | "addresses">;

/** Stays the same as long as the flaw does, whatever moves in the files. */
export function fingerprintOf({ problem, addresses, ...kind }: Identity): string {
  return fingerprint([messageIdOf(kind), problem, [...addresses].sort()]);
}

/** The same for one of several stacks, in which addresses can be alike. */
export function fingerprintIn(stack: string, flaw: Identity): string {
  return fingerprint([stack, fingerprintOf(flaw)]);
}

/** A short name for what identifies something. */
export function fingerprint(identity: unknown): string {
  return createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 16);
}
