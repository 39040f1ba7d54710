import { invalidName } from "./errors";

/**
 * A name that Terraform takes for a resource, variable or the like. In letters it is stricter than Terraform, for a
 * reviewer could not tell a Cyrillic one.
 * https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers
 */
export function checkName(kind: string, name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name)) throw invalidName(kind, name);
  return name;
}
