/** Policies of an organization, which no Terraform of a team contains. */
import { UsageError } from "../messages/user-error";
import type { Organization } from "../prove/evaluator/decision";
import type { TerraformInput } from "../verify/terraform-input";
import { readJson } from "./input-options";

/** The options as commander parses them: files, or `<account id>=<file>`. */
export interface OrganizationFlags {
  readonly scp?: readonly string[];
  readonly rcp?: readonly string[];
}

/**
 * Reads service and resource control policies. Each is one level of the organization: every level must allow a request.
 *
 * @returns by account id
 */
export function readOrganizations(
  { scp = [], rcp = [] }: OrganizationFlags,
  { accounts }: TerraformInput["estate"],
): Readonly<Record<string, Organization>> {
  const ids = [...new Set(accounts.map(({ id }) => id))];
  const service = scp.map((text) => readPolicy("--scp", text, ids));
  const resource = rcp.map((text) => readPolicy("--rcp", text, ids));
  return Object.fromEntries(
    ids.map((id) => {
      const of = (policies: readonly ControlPolicy[]) =>
        policies
          .filter((policy) => policy.account === undefined || policy.account === id)
          .map(({ name, document }) => [{ name, account: id, document }]);
      return [id, { serviceControl: of(service), resourceControl: of(resource) }];
    }),
  );
}

interface ControlPolicy {
  /** Absent if it applies to all accounts. */
  readonly account?: string;
  readonly name: string;
  readonly document: object;
}

function readPolicy(option: string, text: string, accounts: readonly string[]): ControlPolicy {
  const [, account, file = text] = /^(\d{12})=(.+)$/.exec(text) ?? [];
  if (account !== undefined && !accounts.includes(account))
    throw new UsageError(
      `${option} ${text}: no provider is in account ${account}; the accounts are ${accounts.join(", ")}`,
    );
  const document = readJson(file);
  if (typeof document !== "object" || document === null || !("Statement" in document))
    throw new UsageError(
      `${option} ${file} is not a policy document; give the content of the policy, an object with Statement`,
    );
  return { ...(account !== undefined && { account }), name: `policy ${file}`, document };
}
