/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
export function accountIdProblem(value: string): string | undefined {
  const others = /[^0-9]/u.exec(value)?.[0];
  if (others !== undefined) return `must be twelve digits, found ${JSON.stringify(others)}`;
  return value.length === 12 ? undefined : `must be twelve digits, found ${value.length}`;
}
