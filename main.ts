import { App } from "cdktf";
import { withoutCreationStacks } from "./src/constructs/creation-stacks";
import { TopologyStack } from "./src/constructs/topology-stack";
import { readTopologies } from "./src/topology/load";

const { stacks } = JSON.parse(process.env.CDKTF_CONTEXT_JSON ?? "{}") as { stacks?: string };
const folder = process.env.S3PORTER_STACKS ?? stacks ?? "stacks";

try {
  const topologies = readTopologies(folder);
  withoutCreationStacks(() => {
    const app = new App();
    for (const { name, topology } of topologies) new TopologyStack(app, name, topology);
    app.synth();
  });
} catch (error) {
  if (!(error instanceof Error) || !["TopologyError", "UsageError"].includes(error.name)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
