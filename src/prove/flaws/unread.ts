import type { Unmodelled } from "../../estate/estate";
import type { Flaw } from "../flaw";

/** What was not read and can allow more than the policies that were. */
export function unread(unmodelled: readonly Unmodelled[]): Flaw[] {
  return unmodelled
    .filter(({ canAllow }) => canAllow)
    .map(({ address, argument, reason }) => ({
      part: "nothing else",
      problem: `${argument === undefined ? "" : `${argument} of `}${address} was not read, and can allow more than was asked for`,
      addresses: [address],
      because: [reason],
      repair:
        "remove it, or write what it allows as policies in this Terraform; if it has to stay, review by hand what it allows",
    }));
}
