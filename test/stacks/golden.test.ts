import { App } from "cdktf";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TopologyStack } from "../../src/constructs/topology-stack";
import { readTopologies } from "../../src/topology/folder";
import { resolve } from "../../src/topology/resolve";

/** The Terraform of each stack, for a reviewer to see what a change of the generator changes. */
const GOLDEN = join(__dirname, "../golden");

const outdir = mkdtempSync(join(tmpdir(), "s3porter-"));
const app = new App({ outdir });
const topologies = readTopologies(join(__dirname, "../../stacks"));
for (const { name, topology } of topologies) {
  new TopologyStack(app, name, {
    ...resolve(topology),
    backend: { kind: "local", path: "terraform.tfstate" },
  });
}
app.synth();
afterAll(() => rmSync(outdir, { recursive: true }));

test.each(topologies.map(({ name }) => name))(
  "%s is what test/golden has; else run `npm run golden` and review it",
  (name) => {
    const synthesized = readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8");
    const golden = join(GOLDEN, `${name}.tf.json`);
    if (process.env.UPDATE_GOLDEN) writeFileSync(golden, `${synthesized}\n`);
    expect(existsSync(golden)).toBe(true);
    expect(JSON.parse(synthesized)).toEqual(JSON.parse(readFileSync(golden, "utf8")));
  },
);
