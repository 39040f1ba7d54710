/** Policies that limit what others allow, and that the Terraform of a team does not contain. */
import type { Command } from "commander";
import { UsageError } from "../messages/user-error";
import { didYouMean } from "../messages/wording";
import { linksOf } from "../prove/check/connections";
import type { DescribeOptions } from "../prove/check/options";
import { isRoleOrUser } from "../prove/evaluator/caller";
import type { TerraformInput } from "../verify/terraform-input";
import { readJson } from "./input-options";
import { repeatable } from "./repeatable";

/** The options as commander parses them. */
export interface LimitFlags {
  /** Files, or `<account id>=<file>`. */
  readonly scp?: readonly string[];
  readonly rcp?: readonly string[];
  /** `<ARN>=<file>` */
  readonly boundary?: readonly string[];
  /** A file, or `<id>=<file>`. */
  readonly vpcEndpoint?: string;
}

/** Adds the options to a command. */
export function withLimitOptions(command: Command): Command {
  return command
    .addOption(
      repeatable("--scp <file>", "service control policy of all accounts, or of one: 111111111111=<file>"),
    )
    .addOption(repeatable("--rcp <file>", "resource control policy of all accounts, or of one"))
    .addOption(
      repeatable(
        "--boundary <arn=file>",
        "permissions boundary of a role or user, or the policy that is one, by its ARN",
      ),
    )
    .option(
      "--vpc-endpoint <file>",
      "policy of the VPC endpoint that requests to S3 come through, or with its id: vpce-1a2b3c4d=<file>",
    );
}

/** The names of the options that were given. */
export function givenLimits(flags: LimitFlags): readonly string[] {
  const { scp, rcp, boundary, vpcEndpoint } = flags;
  const given = { "--scp": scp, "--rcp": rcp, "--boundary": boundary, "--vpc-endpoint": vpcEndpoint };
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/**
 * @param asked ARNs of principals that the question names
 * @throws UsageError if a file is not a policy, or if it is for an account or a principal that is not there
 */
export function readLimits(
  flags: LimitFlags,
  { estate }: Pick<TerraformInput, "estate">,
  asked: readonly string[] = [],
): DescribeOptions {
  const { scp = [], rcp = [], boundary = [], vpcEndpoint } = flags;
  return {
    ...(scp.length + rcp.length > 0 && { organizations: organizationsOf(scp, rcp, estate) }),
    ...(boundary.length > 0 && { boundaries: boundariesOf(boundary, estate, asked) }),
    ...(vpcEndpoint !== undefined && { vpcEndpoint: endpointOf(vpcEndpoint) }),
  };
}

type EstateOf = TerraformInput["estate"];

/** Each policy is one level of the organization: every level must allow a request. */
function organizationsOf(
  scp: readonly string[],
  rcp: readonly string[],
  { accounts }: EstateOf,
): DescribeOptions["organizations"] {
  const ids = [...new Set(accounts.map(({ id }) => id))];
  const service = scp.map((text) => controlPolicy("--scp", "service control policy", text, ids));
  const resource = rcp.map((text) => controlPolicy("--rcp", "resource control policy", text, ids));
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

function controlPolicy(
  option: string,
  kind: string,
  text: string,
  accounts: readonly string[],
): ControlPolicy {
  const [, account, file = text] = /^(\d{12})=(.+)$/.exec(text) ?? [];
  if (account !== undefined && !accounts.includes(account))
    throw new UsageError(
      `${option} ${text}: no provider is in account ${account}; the accounts are ${accounts.join(", ")}`,
    );
  return {
    ...(account !== undefined && { account }),
    name: `${kind} ${file}`,
    document: readDocument(option, file),
  };
}

function boundariesOf(
  texts: readonly string[],
  estate: EstateOf,
  asked: readonly string[],
): DescribeOptions["boundaries"] {
  const { principals } = estate;
  const known = new Set([
    ...principals.flatMap(({ arn, permissionsBoundary }) => [arn, permissionsBoundary ?? arn]),
    ...linksOf(estate).map(({ principalArn }) => principalArn),
    ...asked,
  ]);
  return Object.fromEntries(
    texts.map((text) => {
      const [, arn = "", file = ""] = /^(arn:[^=]+)=(.+)$/.exec(text) ?? [];
      if (file === "")
        throw new UsageError(
          `--boundary ${JSON.stringify(text)} must be the ARN of a role, a user or a policy, an equals sign and a file`,
        );
      if (!known.has(arn) || (!isRoleOrUser(arn) && !/:policy\//.test(arn)))
        throw new UsageError(
          `--boundary ${text}: ${arn} is not a role or user of the Terraform, nor a permissions boundary of one${didYouMean(arn, [...known])}`,
        );
      return [arn, { name: file, document: readDocument("--boundary", file) }];
    }),
  );
}

function endpointOf(text: string): NonNullable<DescribeOptions["vpcEndpoint"]> {
  const [, id, file = text] = /^(vpce-[^=]+)=(.+)$/.exec(text) ?? [];
  const name = `policy ${file} of the VPC endpoint${id === undefined ? "" : ` ${id}`}`;
  const document = readDocument("--vpc-endpoint", file);
  return { ...(id !== undefined && { id }), policy: { name, document } };
}

function readDocument(option: string, file: string): object {
  const document = readJson(file);
  if (typeof document !== "object" || document === null || !("Statement" in document))
    throw new UsageError(
      `${option} ${file} is not a policy document; give the content of the policy, an object with Statement`,
    );
  return document;
}
