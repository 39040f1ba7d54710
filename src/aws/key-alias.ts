/**
 * Also rejects colons: KMS accepts them, but the AWS provider does not.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export function keyAliasProblem(value: string): string | undefined {
  if (!value.startsWith("alias/"))
    return `must begin with "alias/", such as "alias/${value.replace(/^\W+/, "") || "acme"}"`;
  if (value.startsWith("alias/aws/"))
    return 'must not begin with "alias/aws/", which AWS reserves for its own keys';
  if (value.length < 7 || value.length > 256) {
    return `must be 1 to 250 characters long after "alias/", found ${value.length - 6}`;
  }
  const stray = /[^A-Za-z0-9/_-]/u.exec(value)?.[0];
  if (stray === undefined) return undefined;
  return `can contain only letters, digits and /_-, found ${JSON.stringify(stray)}`;
}

/** Whether the text names an AWS managed key by its alias, such as `aws/s3`. */
export function isManagedAlias(text: string): boolean {
  return /(^|:)alias\/aws\//.test(text);
}
