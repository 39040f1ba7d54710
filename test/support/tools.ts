import { spawnSync } from "node:child_process";
import { canRunCdktn } from "./cdktn-cli";
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

/**
 * What the tests of commands lack.
 *
 * @public because jest.config.js uses it
 */
export function missingForAwsCli(): MissingTool[] {
  return runs("aws", ["--version"]) ? [] : ["the AWS CLI is not installed: pip install awscli"];
}

const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];

/** The path of the browser on this machine. Undefined if it has none. */
export function browser(): string | undefined {
  return BROWSERS.map((name) => spawnSync("which", [name], { encoding: "utf8" }).stdout.trim()).find(
    (path) => path !== "",
  );
}

/**
 * What the tests in a browser lack.
 *
 * @public because jest.config.js uses it
 */
export function missingForBrowser(): MissingTool[] {
  return browser() === undefined
    ? ["chromium is not installed: apt-get install chromium, or see https://www.chromium.org"]
    : [];
}

/**
 * What the command line of CDK Terrain lacks.
 *
 * @public because jest.config.js uses it
 */
export function missingForCdktn(): MissingTool[] {
  return canRunCdktn()
    ? []
    : ["cdktn does not start on this Node.js: use version 22.19 or newer: https://nodejs.org"];
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
