import type { Topology } from "../../src";
import type { Estate } from "../support/emulated-estate";
import type { EmulatedStacks } from "../support/emulated-stacks";

/** One of the stacks that are applied at once. What it creates has names that no other stack has. */
export interface AppliedStack {
  readonly topology: Topology;
  /** What Terraform wants to change in what it has just applied, by address, because the emulator does not return it. */
  readonly leftToDo?: readonly string[];
  /** Declares the tests that only this stack has. */
  readonly describe?: (applied: () => Applied) => void;
}

export interface Applied {
  readonly stacks: EmulatedStacks;
  /** What the accounts hold. */
  readonly estate: Estate;
}
