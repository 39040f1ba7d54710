import { App } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StatementReason } from "../policy/document";
import type { Model } from "../topology/model";
import type { Text } from "../topology/text";
import { withoutCreationStacks } from "./creation-stacks";
import { PolicyLocal } from "./policy-local";
import { synthesized } from "./synthesized";
import { TopologyStack } from "./topology-stack";

export type { StatementReason };

/** The Terraform of a topology. Nothing is written to `cdktf.out`. */
export interface TopologyTerraform {
  /** The content of `cdk.tf.json`. */
  readonly terraform: unknown;
  /** Why each statement exists, by the name of the policy's local and by Sid. */
  readonly reasons: ReadonlyMap<string, ReadonlyMap<string, StatementReason>>;
}

export function topologyTerraform(name: string, model: Model<Text>): TopologyTerraform {
  // An app creates its output folder even if it writes nothing.
  const outdir = mkdtempSync(join(tmpdir(), "s3porter-"));
  try {
    return withoutCreationStacks(() => {
      const stack = new TopologyStack(new App({ outdir }), name, model);
      const terraform = synthesized(stack);
      const policies = stack.node.findAll().filter(PolicyLocal.isPolicyLocal);
      return {
        terraform,
        // Only an export reads them.
        get reasons() {
          return new Map(policies.map((policy) => [policy.localName, policy.reasons]));
        },
      };
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
