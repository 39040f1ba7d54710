import { readFileSync } from "node:fs";
import { join } from "node:path";
import { differences } from "./differences";
import { REPOSITORY } from "./repository";

/** A path in `cdk.tf.json`, and what is there. */
export type Difference = readonly [path: string, value: unknown];

/** What CDK Terrain writes otherwise than CDKTF. */
export const CDKTN_DIFFERENCES: readonly Difference[] = [
  // The version of CDK Terrain, which its command line reads. Terraform ignores it.
  ["//.metadata.version", "0.24.0"],
];

/** Where the Terraform of a stack differs from `test/golden`. */
export function differencesFromGolden(name: string, text: string): Difference[] {
  const golden: unknown = JSON.parse(readFileSync(join(REPOSITORY, `test/golden/${name}.tf.json`), "utf8"));
  const synthesized: unknown = JSON.parse(text);
  return differences(golden, synthesized).map((path) => [path, valueAt(synthesized, path)]);
}

function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], value);
}
