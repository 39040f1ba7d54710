import { withoutPolicyVariables } from "./policy-variables";

/**
 * Checks a prefix of object keys for use in a policy. It can contain policy variables.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function objectPrefixProblem(value: string): string | undefined {
  const bytes = Buffer.byteLength(value);
  if (bytes < 1 || bytes > 1024) return `must be 1 to 1,024 bytes long, found ${bytes}`;
  const plain = withoutPolicyVariables(value);
  if (/[*?]/.test(plain))
    return 'must not contain "*" or "?", which are wildcards in a policy; leave them out: a prefix already matches every key that begins with it';
  if (plain.includes("${")) return 'can contain "${" only in a policy variable, such as "${aws:username}"';
  const stray = /[^\u0020-\u00ff]/u.exec(value)?.[0];
  if (stray !== undefined)
    return `can contain only Latin-1 characters, as policies do, found ${JSON.stringify(stray)}`;
  return undefined;
}

/** Checks a prefix of object keys for use in a replication rule, where policy variables do not work. */
export function literalPrefixProblem(value: string): string | undefined {
  if (value.includes("${")) return 'must not contain "${": policy variables do not work here';
  return objectPrefixProblem(value);
}
