import { App } from "cdktf";
import type { Model } from "../topology/model";
import type { Text } from "../topology/text";
import { withoutCreationStacks } from "./creation-stacks";
import { synthesized } from "./synthesized";
import { TopologyStack } from "./topology-stack";

/** An app with a stack for each topology. It writes where `cdktf` tells it, or to `cdktf.out`. */
export class TopologyApp {
  private readonly app = new App();

  /** The folder that it writes to. */
  get folder(): string {
    return this.app.outdir;
  }

  /** Adds a stack. Returns exactly what `write` writes to its `cdk.tf.json`. */
  add(name: string, model: Model<Text>): object {
    return withoutCreationStacks(() => {
      const stack = new TopologyStack(this.app, name, model);
      const terraform = synthesized(stack);
      stack.toTerraform = () => terraform;
      return terraform;
    });
  }

  write(): void {
    withoutCreationStacks(() => this.app.synth());
  }
}
