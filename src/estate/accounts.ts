import { partitionOf } from "../aws/region";
import { Arguments } from "./arguments";
import type { Account } from "./estate";
import type { Problems } from "./problem";
import type { Block } from "./terraform/configuration";
import type { Evaluator } from "./terraform/evaluator";

/**
 * The accounts that the aliased `aws` providers deploy into, by alias; undefined for a provider with a problem.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids
 */
export function readAccounts(
  providers: readonly Block[],
  evaluator: Evaluator,
  problems: Problems,
): ReadonlyMap<string, Account | undefined> {
  const accounts = new Map<string, Account | undefined>();
  for (const provider of providers) {
    const place = { address: provider.address, path: [] };
    const { alias } = provider.arguments;
    if (typeof alias !== "string" || alias === "") {
      problems.add(
        place,
        'has no alias; give it one, such as "source", and name it in each resource of its account',
      );
    } else if (accounts.has(alias)) {
      problems.add(place, "is declared twice, which Terraform rejects; rename one");
    } else {
      accounts.set(alias, readAccount(provider, alias, evaluator, problems));
    }
  }
  return accounts;
}

function readAccount(
  provider: Block,
  alias: string,
  evaluator: Evaluator,
  problems: Problems,
): Account | undefined {
  const { address } = provider;
  const get = (name: string) =>
    Object.hasOwn(provider.arguments, name)
      ? evaluator.evaluate(provider.arguments[name], { address, path: [name] })
      : undefined;
  const args = new Arguments(get, { address, path: [] }, problems);
  const id = accountId(args, problems);
  const region = args.requiredText("region", "set it, because s3porter does not read environment variables");
  if (id === undefined || region === undefined) return undefined;
  return { address, alias, id, region, partition: partitionOf(region) };
}

function accountId(args: Arguments, problems: Problems): string | undefined {
  const name = "allowed_account_ids";
  args.require(name, 'set it to the account that it deploys into, such as ["111111111111"]');
  const [id, ...others] = args.texts(name);
  if (id === undefined) {
    if (args.has(name)) problems.add(args.at(name), "must have one account id, received none");
    return undefined;
  }
  if (others.length > 0) {
    problems.add(args.at(name), `must have one account id, received ${others.length + 1}`);
    return undefined;
  }
  if (!/^\d{12}$/.test(id)) {
    problems.add(args.at(name), `must have an account id of twelve digits, received ${JSON.stringify(id)}`);
    return undefined;
  }
  return id;
}
