import { App } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StatementReason } from "../policy/document";
import type { Model } from "../topology/model";
import type { Text } from "../topology/text";
import { withoutCreationStacks } from "./creation-stacks";
import type { PolicyConflict } from "./policy-conflict";
import { PolicyLocal } from "./policy-local";
import { isPolicyTooLong } from "./policy-too-long";
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
  return withStack(name, model, (stack) => {
    const terraform = synthesized(stack);
    const policies = policiesOf(stack);
    return {
      terraform,
      // Only an export reads them.
      get reasons() {
        return new Map(policies.map((policy) => [policy.localName, policy.reasons]));
      },
    };
  });
}

/** Every policy that somebody else wrote and that does not go together with the statements of s3porter. */
export function topologyConflicts(name: string, model: Model<Text>): PolicyConflict[] {
  try {
    return withStack(name, model, (stack) => policiesOf(stack).flatMap(({ conflict }) => conflict ?? []));
  } catch (error) {
    // The proof says so.
    if (isPolicyTooLong(error)) return [];
    throw error;
  }
}

function policiesOf(stack: TopologyStack): PolicyLocal[] {
  return stack.node.findAll().filter(PolicyLocal.isPolicyLocal);
}

function withStack<T>(name: string, model: Model<Text>, use: (stack: TopologyStack) => T): T {
  // An app creates its output folder even if it writes nothing.
  const outdir = mkdtempSync(join(tmpdir(), "s3porter-"));
  try {
    return withoutCreationStacks(() => use(new TopologyStack(new App({ outdir }), name, model)));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
