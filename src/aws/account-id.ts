/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
export function accountIdProblem(value: string): string | undefined {
  return /^\d{12}$/.test(value)
    ? undefined
    : `must be twelve digits, this has ${[...value].length} characters`;
}
