/** Options about Terraform that has no topology, which several commands share. */
import type { Command } from "commander";
import { UsageError } from "../messages/user-error";
import {
  type BarePolicies,
  type PolicyFile,
  readPolicies,
  readTerraform,
  type TerraformInput,
} from "../verify/terraform-input";
import { readText } from "../verify/text-file";
import { repeatable } from "./repeatable";

/** The options as commander parses them. */
export interface InputFlags {
  readonly account?: readonly string[];
  readonly var?: readonly string[];
  readonly varFile?: readonly string[];
  readonly set?: readonly string[];
  readonly bucketPolicy?: string;
  readonly keyPolicy?: string;
  readonly identityPolicy?: readonly string[];
  readonly trustPolicy?: string;
  readonly bucketName?: string;
  readonly bucketAccount?: string;
  readonly key?: string;
  readonly principal?: string;
  readonly region?: readonly string[];
}

/** Adds the options to a command. */
export function withInputOptions(command: Command): Command {
  return command
    .addOption(
      repeatable("--account <provider=id>", "account of a provider, such as aws.partner=222222222222"),
    )
    .addOption(repeatable("--var <name=value>", "value of a variable"))
    .addOption(repeatable("--var-file <file>", "file with values of variables"))
    .addOption(
      repeatable(
        "--set <attribute=value>",
        "attribute of a data source, such as data.aws_s3_bucket.logs.region=us-east-1",
      ),
    )
    .option("--bucket-policy <file>", "instead of Terraform: the output of aws s3api get-bucket-policy")
    .option("--key-policy <file>", "… of aws kms get-key-policy")
    .option(
      "--identity-policy <file...>",
      "… of aws iam get-role-policy, get-user-policy or get-policy-version",
    )
    .option("--trust-policy <file>", "… of aws iam get-role")
    .option("--bucket-name <name>", "the bucket of these policies, if they name none or several")
    .option("--bucket-account <id>", "the account of the bucket, which its policy does not say")
    .option("--key <arn>", "the key of the bucket")
    .option("--principal <arn>", "the role or user with the identity policies")
    .addOption(
      repeatable(
        "--region <region>",
        "region of a provider, such as aws.partner=eu-west-1; of these policies, the region of the bucket",
      ),
    );
}

/**
 * Reads the Terraform or the policies that were given.
 *
 * @param flags with the folder of the topologies, if the command knows their names
 * @param existing ARNs of existing roles and users
 * @throws UsageError if neither or both were given, or if something cannot be read
 */
export async function readInput(
  path: string | undefined,
  flags: InputFlags & { readonly folder?: string },
  existing: readonly string[] = [],
): Promise<TerraformInput> {
  const policies = barePolicies(flags);
  if (path === undefined && policies === undefined)
    throw new UsageError(
      `nothing was given; name ${flags.folder === undefined ? "" : "a stack (s3porter init writes a first one), "}a folder of Terraform, a JSON file with its state or plan, or policies with --bucket-policy, --key-policy and --identity-policy`,
    );
  if (path !== undefined && policies !== undefined)
    throw new UsageError(`give either ${path} or policies: they can be about different buckets`);
  if (policies !== undefined) return readPolicies(policies);
  return readTerraform(path as string, {
    existing,
    accounts: pairs("--account", flags.account),
    regions: pairs("--region", flags.region),
    variables: pairs("--var", flags.var),
    variableFiles: flags.varFile ?? [],
    set: Object.fromEntries(
      Object.entries(pairs("--set", flags.set)).map(([name, value]) => [name, jsonOrText(value)]),
    ),
  });
}

function barePolicies(flags: InputFlags): BarePolicies | undefined {
  const { bucketPolicy, keyPolicy, identityPolicy = [], trustPolicy } = flags;
  const files = [bucketPolicy, keyPolicy, trustPolicy, ...identityPolicy].filter(
    (file) => file !== undefined,
  );
  if (files.length === 0) return undefined;
  return {
    bucketPolicy: bucketPolicy === undefined ? undefined : policyFile(bucketPolicy),
    keyPolicy: keyPolicy === undefined ? undefined : policyFile(keyPolicy),
    identityPolicies: identityPolicy.map(policyFile),
    trustPolicy: trustPolicy === undefined ? undefined : policyFile(trustPolicy),
    bucket: flags.bucketName,
    bucketAccount: flags.bucketAccount,
    key: flags.key,
    principal: flags.principal,
    region: flags.region?.at(-1),
  };
}

function policyFile(name: string): PolicyFile {
  return { name, content: readJson(name) };
}

/** @throws UsageError if the file is not JSON */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not valid JSON: ${(error as Error).message}`);
  }
}

/** `name=value` → name → value. The value can contain more of them. */
export function pairs(option: string, texts: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at < 1)
        throw new UsageError(`${option} ${JSON.stringify(text)} must be a name, an equals sign and a value`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
