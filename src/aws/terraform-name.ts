/** https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers */
export function terraformNameProblem(value: string): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9_-]*$/.test(value)) return undefined;
  return 'must begin with a letter and contain only letters, digits, "_" and "-": it becomes a Terraform name';
}
