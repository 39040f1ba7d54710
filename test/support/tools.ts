import { spawnSync } from "node:child_process";
import { fetchProvider } from "./provider-plugins";

/** A tool that some tests need and `npm install` does not bring: what it is missing, and how to get it. */
export type MissingTool = string;

/** What the tests against Terraform lack. */
export function missingForTerraform(): MissingTool[] {
  if (!runs("terraform", ["version"])) {
    return ["terraform is not installed: https://developer.hashicorp.com/terraform/install"];
  }
  const problem = fetchProvider();
  return problem === undefined
    ? []
    : [`the AWS provider cannot be fetched; give terraform a network or a provider mirror:\n${problem}`];
}

/** What the AWS emulator lacks. */
export function missingForEmulator(): MissingTool[] {
  return runs("moto_server", ["--help"]) ? [] : ["moto_server is not installed: pip install 'moto[server]'"];
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
