import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import type { Topology } from "../../src";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { flawsText } from "../../src/report/flaw-text";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { proveTerraform } from "../../src/verify/topology";
import { environment } from "./environment";
import { REPOSITORY } from "./repository";
import { run } from "./run";

/** The command that CDKTF calls the app, runnable from any folder. */
export const APP = [
  process.execPath,
  "--import",
  pathToFileURL(require.resolve("tsx")).href,
  join(REPOSITORY, "main.ts"),
];

/** Runs the real app on a folder of topologies, in `folder`, where local state will be kept as well. */
export async function synthesize(topologies: string, folder: string): Promise<void> {
  const [node = "node", ...args] = APP;
  const env = environment({ S3PORTER_STACKS: topologies, CDKTF_OUTDIR: outputFolder(folder) });
  await run(node, args, { cwd: folder, env });
}

/** Writes what the app writes of one topology when it runs in `folder`, without starting it. */
export function synthesizeHere(name: string, topology: Topology, folder: string): void {
  const target = stackFolder(folder, name);
  const path = relative(target, join(folder, `terraform.${name}.tfstate`));
  const model = resolve(
    loadTopology(stringify({ backend: { local: { path } }, ...topology }), `${name}.yaml`),
  );
  const { terraform } = topologyTerraform(name, model);
  const { flaws } = proveTerraform(model, terraform).proof;
  if (flaws.length > 0) throw new Error(flawsText(name, flaws, { colour: false }));
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "cdk.tf.json"), JSON.stringify(terraform));
}

export function outputFolder(folder: string): string {
  return join(folder, "cdktf.out");
}

/** Where Terraform runs for a stack. */
export function stackFolder(folder: string, stack: string): string {
  return join(outputFolder(folder), "stacks", stack);
}

/** The Terraform JSON of a stack. */
export function readStackJson(folder: string, stack: string): TerraformJson {
  return JSON.parse(readFileSync(join(stackFolder(folder, stack), "cdk.tf.json"), "utf8"));
}

export interface TerraformJson {
  readonly terraform: {
    readonly backend: unknown;
    readonly required_providers: { readonly aws: Readonly<Record<string, unknown>> };
  };
  readonly provider: { readonly aws: readonly ProviderBlock[] };
  readonly locals: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, ResourceBlock>>>>;
  readonly output: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface ProviderBlock {
  readonly alias: string;
  readonly region: string;
  readonly allowed_account_ids: readonly string[];
}

export interface ResourceBlock {
  readonly provider: string;
  readonly depends_on?: readonly string[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the attributes are the provider's
  readonly [attribute: string]: any;
}
