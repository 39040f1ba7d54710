import { readFileSync } from "node:fs";
import { join } from "node:path";
import { differences } from "../support/differences";
import { REPOSITORY } from "../support/repository";
import { synthesizedStacks } from "../support/synthesized-stacks";

/** What CDK Terrain writes otherwise than CDKTF, by its path in `cdk.tf.json`. */
const DIFFERENCES = [
  // The version of CDK Terrain, which its command line reads. Terraform ignores it.
  ["//.metadata.version", "0.24.0"],
] as const;

test.each(synthesizedStacks())("$name is what test/golden has, but for what is named", ({ name, text }) => {
  const golden = readFileSync(join(REPOSITORY, `test/golden/${name}.tf.json`), "utf8");
  const synthesized = JSON.parse(text) as unknown;
  const different = differences(JSON.parse(golden), synthesized);
  expect(different.map((path) => [path, valueAt(synthesized, path)])).toEqual(DIFFERENCES);
});

function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], value);
}
