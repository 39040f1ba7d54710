import type { Handover } from "./handover";
import { handoverMarkdown } from "./markdown";

/** The files of hand-overs: for each account a page and, in a folder of its own, the policy documents. */
export function handoverFiles(handovers: readonly Handover[]): Map<string, string> {
  return new Map(
    handovers.flatMap((handover): [string, string][] => [
      [`${handover.account}.md`, handoverMarkdown(handover)],
      ...handover.principals.flatMap(({ policies }) =>
        policies.map(({ file, document }): [string, string] => [
          file,
          `${JSON.stringify(document, undefined, 2)}\n`,
        ]),
      ),
    ]),
  );
}
