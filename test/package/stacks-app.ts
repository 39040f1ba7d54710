/** An app with the stacks of `stacks/`. */
import { App } from "cdktf";
import { readTopologies, resolve, TopologyStack } from "s3porter";

const app = new App();
for (const { name, topology } of readTopologies("stacks")) {
  const model = resolve(topology);
  new TopologyStack(app, name, { ...model, backend: { kind: "local", path: "terraform.tfstate" } });
}
app.synth();
