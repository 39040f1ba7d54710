/** A policy variable, which IAM replaces at each request: `${aws:username}`. */
const POLICY_VARIABLE = /\$\{[A-Za-z0-9]+:[^${}]+\}/g;

/**
 * The beginning of object keys, as it stands in a policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function objectPrefixProblem(value: string): string | undefined {
  const bytes = Buffer.byteLength(value);
  if (bytes < 1 || bytes > 1024) return `must be 1 to 1,024 bytes long, this has ${bytes}`;
  const plain = value.replaceAll(POLICY_VARIABLE, "");
  if (/[*?]/.test(plain))
    return 'matches whatever begins with it: drop the "*" or "?", which are wildcards in a policy';
  if (plain.includes("${")) return 'may have "${" only in a policy variable, such as "${aws:username}"';
  const stray = /[^\u0020-\u00ff]/u.exec(value)?.[0];
  if (stray !== undefined)
    return `may have Latin-1 characters only, for a policy takes no other, this has ${JSON.stringify(stray)}`;
  return undefined;
}

/** The beginning of object keys where no policy variable can be, as in a replication rule. */
export function literalPrefixProblem(value: string): string | undefined {
  if (value.includes("${")) return 'may not have "${": here it is no policy variable';
  return objectPrefixProblem(value);
}
