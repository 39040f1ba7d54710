import { partitionOf, regionProblem } from "../../aws/region";
import { quote } from "../../messages/wording";
import { type Entry, type Rule, text } from "./draft";

/** A region says its partition; whoever states another is mistaken in one of them. */
export const partitionFitsRegion: Rule = (draft) =>
  [...draft.accounts].flatMap(([name, account]) => {
    const stated = text(account, "partition");
    const partition = partitionIn(account);
    if (stated === undefined || partition === undefined || stated === partition) return [];
    const message = `${quote(stated)} is not the partition of ${text(account, "region")}, which is ${partition}; leave it out`;
    return [{ path: ["accounts", name, "partition"], message }];
  });

/** No access crosses a partition. */
export const accountsAreInOnePartition: Rule = (draft) => {
  const accounts = [...draft.accounts].map(([name, account]) => ({ name, partition: partitionIn(account) }));
  const first = accounts.find(({ partition }) => partition !== undefined);
  return accounts
    .filter(({ partition }) => partition !== undefined && partition !== first?.partition)
    .map(({ name, partition }) => ({
      path: ["accounts", name, "region"],
      message: `is in partition ${partition}, but accounts.${first?.name} is in ${first?.partition}; no access crosses a partition, so write a file for each`,
    }));
};

function partitionIn(account: Entry): string | undefined {
  const region = text(account, "region");
  return region === undefined || regionProblem(region) !== undefined ? undefined : partitionOf(region);
}
