import { type Checked, notRead } from "../verify/check";

/** The first line about Terraform that was checked, after its name. */
export function checkVerdict(checked: Checked): string {
  const { flaws, accepted } = checked;
  const errors = flaws.filter(({ severity }) => severity === "error").length;
  const unread = notRead(checked).length;
  const missing = unread > 0 ? [`${counted(unread, "thing")[0]} not read`] : [];
  const found = [...counted(errors, "error"), ...counted(flaws.length - errors, "warning")];
  const none = accepted > 0 ? "no new flaws" : "no flaws";
  return [...(found.length > 0 ? found : [none]), ...missing].join(", ");
}

/** What was checked and what came out, in a line for each subject. */
export function checkContents(checked: Checked): string[] {
  const { estate, description, accepted } = checked;
  const { operations, replications } = description.counts;
  const checkedThings = [
    counted(estate.buckets.length, "bucket"),
    counted(estate.keys.length, "key"),
    counted(estate.principals.length, "role or user", "roles and users"),
  ].flat();
  const contents = [
    checkedThings.length > 0 ? checkedThings : ["no buckets, keys, roles or users"],
    counted(new Set(estate.accounts.map(({ id }) => id)).size, "account"),
  ].flat();
  const asked = operations.can + operations.half + operations.unknown + operations.cannot;
  const answers = [
    ...(asked > 0 ? [`${number(operations.can)} of ${counted(asked, "operation")[0]} allowed`] : []),
    ...(operations.half > 0 ? [`${number(operations.half)} only in part`] : []),
    ...(operations.unknown > 0 ? [`${number(operations.unknown)} unknown`] : []),
  ];
  const rules = [
    ...counted(replications.cannot, "replication rule fails", "replication rules fail"),
    ...counted(replications.unknown, "replication rule is unknown", "replication rules are unknown"),
  ];
  const accepts = accepted > 0 ? [`${counted(accepted, "flaw")[0]} in the baseline`] : [];
  return [contents, answers, rules, accepts]
    .filter((parts) => parts.length > 0)
    .map((parts) => parts.join(", "));
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}

/** Nothing for none. */
function counted(count: number, one: string, several = `${one}s`): string[] {
  return count === 0 ? [] : [`${number(count)} ${count === 1 ? one : several}`];
}
