/**
 * Writes `evaluated.json` of each caller anew: plans its folder with the modules against the emulator, and evaluates it as
 * `s3porter check` does. Then each option. The modules are no part of this repository, so clones are given:
 *
 * ```sh
 * for each in terraform-aws-modules/terraform-aws-{s3-bucket,kms} \
 *     cloudposse/terraform-{aws-s3-bucket,aws-kms-key,null-label,aws-iam-s3-user,aws-iam-system-user,aws-ssm-parameter-store}
 * do git clone https://github.com/$each /tmp/compared/$each; done
 * npm run comparison -- /tmp/compared
 * ```
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { format, resolveConfig } from "prettier";
import { rehearse } from "../../src/rehearse/rehearse";
import { check } from "../../src/verify/check";
import type { TerraformInput } from "../../src/verify/terraform-input";
import { ANYBODY } from "../support/aws-clients";
import { Emulator } from "../support/emulator";
import { WITHOUT_COLLECTING } from "../support/environment";
import { fetchProvider, PLUGINS, providerBinary } from "../support/provider-plugins";
import { temporaryFolder } from "../support/temporary-folder";
import { Terraform } from "../support/terraform";
import { type Caller, CALLERS, mainOf, providersOf } from "./callers";
import {
  type Differences,
  differencesOf,
  digestOf,
  type Evaluated,
  fileOf,
  inputOf,
  keptResources,
  rehearsedInput,
} from "./evaluated";
import { installModules } from "./modules-of-registry";
import { changedBy, OPTIONS } from "./options";

async function record(caller: Caller, clones: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const { path, remove } = temporaryFolder();
  try {
    const folder = join(path, caller.name);
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(caller.folder).filter((name) => name.endsWith(".tf")))
      copyFileSync(join(caller.folder, file), join(folder, file));
    const installed = installModules(folder, clones);
    const terraform = new Terraform(folder, environment);
    await terraform.init();
    const { flaws, ...base } = await evaluate(folder, terraform);
    const options: Record<string, Differences> = {};
    const digest = digestOf(mainOf(caller), providersOf(caller));
    const evaluated: Evaluated = { ...versions(), ...installed, digest, ...base, options };
    compare(evaluated, flaws);
    for (const option of OPTIONS) {
      const main = changedBy(option, caller);
      if (main === undefined) continue;
      writeFileSync(join(folder, "main.tf"), main);
      const changed = await evaluate(folder, terraform);
      options[option.id] = { digest: digestOf(main), ...differencesOf(base.resources, changed.resources) };
      compare(evaluated, changed.flaws, option.id);
    }
    const file = fileOf(caller);
    writeFileSync(
      file,
      await format(JSON.stringify(evaluated), { ...(await resolveConfig(file)), filepath: file }),
    );
  } finally {
    remove();
  }
}

interface Evaluation extends Pick<Evaluated, "planned" | "providers" | "resources"> {
  /** What `check` says of the folder. */
  readonly flaws: string;
}

/** @throws if `terraform plan` refuses it */
async function evaluate(folder: string, terraform: Terraform): Promise<Evaluation> {
  const { changes } = await terraform.plan();
  const planned = changes.filter(({ change }) => change.actions.join() === "create").length;
  const values = await rehearse(folder);
  const { providers, resources } = values;
  return {
    planned,
    providers,
    resources: keptResources(resources),
    flaws: flawsOf(rehearsedInput("", values)),
  };
}

/** @throws if `check` says something else of the folder than of what is kept of it */
function compare(evaluated: Evaluated, flaws: string, option?: string): void {
  const ofKept = flawsOf(inputOf("", evaluated, option));
  if (ofKept !== flaws)
    throw new Error(`${option ?? "it"}: check says of the folder\n${flaws}\nand of what is kept\n${ofKept}`);
}

function flawsOf(input: TerraformInput): string {
  const { flaws } = check(input);
  return flaws.map(({ severity, check: id, problem }) => `${severity} ${id} ${problem}`).join("\n");
}

function versions(): Pick<Evaluated, "date" | "terraform" | "provider"> {
  const { terraform_version: terraform } = JSON.parse(
    execFileSync("terraform", ["version", "-json"], { encoding: "utf8" }),
  ) as { terraform_version: string };
  const [, provider = ""] = /_v(\d+\.\d+\.\d+)/.exec(basename(providerBinary())) ?? [];
  return { date: new Date().toISOString().slice(0, 10), terraform, provider };
}

/** The credentials of the profiles in `providers.tf`. */
const PROFILES: Readonly<Record<string, string>> = {
  "west-admin": "111111111111",
  "east-admin": "222222222222",
  "source-admin": "111111111111",
  "backup-admin": "222222222222",
  "analysis-admin": "333333333333",
};

async function writeCredentials({ url: endpoint }: Emulator, file: string): Promise<void> {
  const sts = new STSClient({ endpoint, region: "us-east-1", credentials: ANYBODY });
  const sections = Object.entries(PROFILES).map(async ([profile, account]) => {
    const RoleArn = `arn:aws:iam::${account}:role/administrator`;
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "comparison" }),
    );
    return [
      `[${profile}]`,
      `aws_access_key_id = ${given?.AccessKeyId}`,
      `aws_secret_access_key = ${given?.SecretAccessKey}`,
      `aws_session_token = ${given?.SessionToken}`,
    ].join("\n");
  });
  writeFileSync(file, (await Promise.all(sections)).join("\n"));
}

async function main(clones: string, names: readonly string[]): Promise<void> {
  const problem = fetchProvider();
  if (problem !== undefined) throw new Error(problem);
  Object.assign(process.env, WITHOUT_COLLECTING, { TF_CLI_ARGS_init: `-plugin-dir=${PLUGINS}` });
  const emulator = await Emulator.start();
  const { path, remove } = temporaryFolder();
  try {
    const credentials = join(path, "credentials");
    await writeCredentials(emulator, credentials);
    const environment = { ...emulator.environment, AWS_SHARED_CREDENTIALS_FILE: credentials };
    const some = CALLERS.filter(({ name }) => names.length === 0 || names.includes(name));
    for (const caller of some) {
      console.log(caller.name);
      await record(caller, resolve(clones), environment);
    }
  } finally {
    await emulator.stop();
    remove();
  }
}

const [clones, ...names] = process.argv.slice(2);
if (clones === undefined)
  throw new Error("usage: npm run comparison -- <folder with clones of the modules> [caller …]");
void main(clones, names);
