/** Moves the ARNs of a module's buckets, roles and users to local values, so that each is stated once. */
import { mapTexts } from "./map-texts";

/** Terraform JSON that refers to local values instead of repeating ARNs. */
export interface WithArnLocals<T> {
  readonly json: T;
  /** The Terraform string of each local value, by name (`source_bucket_arn`), in the order of use. */
  readonly arns: ReadonlyMap<string, string>;
}

/** ARNs of things whose name is a variable, such as `${var.source_bucket_name}` or `${var.source_bucket_name_2}`. */
const ARNS = [
  /arn:\$\{local\.partition\}:s3:::\$\{var\.([\w-]+_bucket)_name(_\d+)?\}/g,
  /arn:\$\{local\.partition\}:iam::\$\{local\.[\w-]+_account_id\}:role\/[^${}%]*\$\{var\.([\w-]+_role)_name(_\d+)?\}/g,
  /arn:\$\{local\.partition\}:iam::\$\{local\.[\w-]+_account_id\}:user\/[^${}%]*\$\{var\.([\w-]+_user)_name(_\d+)?\}/g,
];

export function withArnLocals<T>(json: T): WithArnLocals<T> {
  const arns = new Map<string, string>();
  const abbreviated = (text: string, pattern: RegExp) =>
    text.replace(pattern, (arn, named: string, number = "") => {
      const local = `${named}_arn${number}`;
      arns.set(local, arn);
      return `\${local.${local}}`;
    });
  return { json: mapTexts(json, (text) => ARNS.reduce(abbreviated, text)), arns };
}
