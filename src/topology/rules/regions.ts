import { regionDoubt, regionMeant } from "../../aws/region";
import { quote } from "../../messages/wording";
import type { Finding, Path } from "../yaml-file";
import { type Entry, type Rule, text } from "./draft";

/**
 * A region that is not known can be a typo, such as `eu-west-9`, or new: AWS adds some every year. Terraform refuses to plan with a
 * region that it does not know.
 */
export const regionsAreKnown: Rule = (draft) => [
  ...unknown(s3Backend(draft.value), ["backend", "s3"], "Terraform"),
  ...[...draft.accounts]
    .filter(([name]) => draft.says(["accounts", name, "region"]))
    .flatMap(([name, account]) => unknown(account, ["accounts", name], "the AWS provider")),
  ...[...draft.principals].flatMap(([name, principal]) => unknown(principal, ["principals", name])),
];

function unknown(entry: Entry | undefined, path: Path, reader?: string): Finding[] {
  const region = text(entry, "region");
  const doubt = region === undefined ? undefined : regionDoubt(region, reader);
  if (region === undefined || doubt === undefined) return [];
  return [
    { path: [...path, "region"], message: `${quote(region)} ${doubt}`, suggestion: regionMeant(region) },
  ];
}

function s3Backend(value: unknown): Entry | undefined {
  return (value as { readonly backend?: { readonly s3?: Entry } }).backend?.s3;
}
