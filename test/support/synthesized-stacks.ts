import { App } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TopologyStack } from "../../src/constructs/topology-stack";
import { readTopologies } from "../../src/topology/folder";
import { resolve } from "../../src/topology/resolve";
import { REPOSITORY } from "./repository";

/** The stacks of `stacks/`, as an app writes them to `cdk.tf.json`. */
export function synthesizedStacks(): { readonly name: string; readonly text: string }[] {
  const outdir = mkdtempSync(join(tmpdir(), "s3porter-"));
  try {
    const app = new App({ outdir });
    const topologies = readTopologies(join(REPOSITORY, "stacks"));
    for (const { name, topology } of topologies) {
      new TopologyStack(app, name, {
        ...resolve(topology),
        backend: { kind: "local", path: "terraform.tfstate" },
      });
    }
    app.synth();
    return topologies.map(({ name }) => ({
      name,
      text: readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"),
    }));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
