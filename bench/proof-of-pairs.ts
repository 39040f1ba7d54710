/** Synthesizes pairs of buckets in one stack and proves it, and prints the milliseconds of each. */
import { App } from "cdktf";
import { withoutCreationStacks } from "../src/constructs/creation-stacks";
import { TopologyStack } from "../src/constructs/topology-stack";
import { readEstate } from "../src/estate/read-estate";
import { prove } from "../src/prove/prove";
import { intentsOf } from "../src/topology/intents";
import { outdir } from "./measure";
import { topologyOf } from "./pairs-topology";
import { resolve } from "../src/topology/resolve";

/** What one run prints, in milliseconds. */
export interface ProofMeasurement {
  readonly synthesis: number;
  /** Reading the Terraform and proving it. */
  readonly proof: number;
}

function run(pairs: number): ProofMeasurement {
  const topology = topologyOf(pairs);
  const start = performance.now();
  const model = resolve(topology);
  const stack = withoutCreationStacks(() => {
    const app = new App({ outdir: outdir() });
    const made = new TopologyStack(app, "pairs", model);
    app.synth();
    return made;
  });
  const synthesized = performance.now();
  const terraform = JSON.parse(JSON.stringify(stack.toTerraform())) as unknown;
  const written = performance.now();
  const { flaws } = prove(intentsOf(model), readEstate(terraform));
  const proved = performance.now();
  if (flaws.length > 0) throw new Error(`not proved: ${flaws[0]?.problem}`);
  return { synthesis: synthesized - start, proof: proved - written };
}

console.log(JSON.stringify(run(Number(process.argv[2]))));
