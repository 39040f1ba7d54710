/** A module's ARNs of buckets, roles and users, each stated once. */
import { mapTexts } from "./map-texts";

/** Terraform JSON with local values in place of ARNs, and what they are. */
export interface WithArnLocals<T> {
  readonly json: T;
  /** In the order in which they are used. Texts of Terraform strings, by name: `source_bucket_arn`. */
  readonly arns: ReadonlyMap<string, string>;
}

/** Of something that a variable of its own names, such as `${var.source_bucket_name}`, or a second one `…_name_2`. */
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
