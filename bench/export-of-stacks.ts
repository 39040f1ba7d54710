/** Synthesizes the stacks of the project, proves them and exports them, and prints the milliseconds of each. */
import { join } from "node:path";
import { proveTerraform } from "../src/verify/topology";
import { topologyTerraform } from "../src/constructs/topology-terraform";
import { moduleFiles } from "../src/export/module-files";
import { writeFiles } from "../src/files/write-files";
import type { Proof } from "../src/prove/prove";
import { readTopologies } from "../src/topology/folder";
import { outdir } from "./measure";
import { resolve } from "../src/topology/resolve";

/** What one run prints, in milliseconds. */
export interface ExportMeasurement {
  readonly synthesis: number;
  readonly proof: number;
  /** From the topologies to the files. */
  readonly modules: number;
}

function run(): ExportMeasurement {
  const stacks = readTopologies(join(__dirname, "..", "stacks"));
  const folder = outdir();
  const start = performance.now();
  const terraform = stacks.map(({ name, topology }) => topologyTerraform(name, resolve(topology)).terraform);
  const synthesized = performance.now();
  const proofs = stacks.map(
    ({ topology }, index) => proveTerraform(resolve(topology), terraform[index]).proof,
  );
  const proved = performance.now();
  stacks.forEach((named, index) => {
    writeFiles(join(folder, named.name), moduleFiles(named, proofs[index] as Proof, named.name));
  });
  return {
    synthesis: synthesized - start,
    proof: proved - synthesized,
    modules: performance.now() - proved,
  };
}

console.log(JSON.stringify(run()));
