/**
 * KMS takes a colon too, but Terraform's provider refuses it in a plan.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export function keyAliasProblem(value: string): string | undefined {
  if (!value.startsWith("alias/"))
    return `must begin with "alias/", such as "alias/${value.replace(/^\W+/, "") || "acme"}"`;
  if (value.startsWith("alias/aws/"))
    return 'may not begin with "alias/aws/", which AWS reserves for its own keys';
  if (value.length < 7 || value.length > 256) {
    return `must be 1 to 250 characters long after "alias/", this has ${value.length - 6}`;
  }
  const stray = /[^A-Za-z0-9/_-]/u.exec(value)?.[0];
  if (stray === undefined) return undefined;
  return `may have letters, digits and any of /_- only, this has ${JSON.stringify(stray)}`;
}

/** Whether a key is named by the alias of one that AWS manages, such as `aws/s3`. */
export function isManagedAlias(text: string): boolean {
  return /(^|:)alias\/aws\//.test(text);
}
