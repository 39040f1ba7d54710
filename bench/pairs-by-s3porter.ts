/** Pairs of buckets, each with a role that copies from one to the other, as a topology. */
import { App } from "cdktf";
import { withoutCreationStacks } from "../src/constructs/creation-stacks";
import { TopologyStack } from "../src/constructs/topology-stack";
import { resolve } from "../src/topology/resolve";
import { measure, outdir } from "./measure";
import { topologyOf } from "./pairs-topology";

measure((pairs) =>
  withoutCreationStacks(() => {
    const app = new App({ outdir: outdir() });
    new TopologyStack(app, "pairs", resolve(topologyOf(pairs)));
    app.synth();
  }),
);
