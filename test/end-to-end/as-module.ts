import { comparableContents } from "../support/comparable-contents";
import type { EmulatedStack, Estate } from "../support/emulated-stack";
import { plannedResources } from "../support/planned-resources";
import type { Plan, Terraform } from "../support/terraform";
import { expectNothingToDo } from "./nothing-to-do";
import { type Outputs, withDocuments } from "./outputs";

export interface Deployed {
  readonly stack: EmulatedStack;
  /** Of the stack, before it was deployed. */
  readonly plan: Plan;
  /** What the accounts held before the stack was deployed. */
  readonly before: Estate;
  /** What they held once it was. */
  readonly estate: Estate;
  readonly outputs: Outputs;
}

/**
 * What must hold of the module that was exported from a stack, and of two calls of it that share what exists already.
 * What the first plans and puts out is the same as the stack does, so that a destruction is not tried again.
 *
 * @param deployed not needed any more once these tests run
 * @param leftToDo what Terraform wants to change in what it has just applied
 */
export function describeAsModule(deployed: () => Deployed, leftToDo: readonly string[] = []): void {
  describe("as a module, called as its README says, and once more beside that", () => {
    let terraform: Terraform;
    let plan: Plan;
    let estate: Estate;

    beforeAll(async () => {
      const { stack } = deployed();
      await stack.reset();
      terraform = stack.moduleRoot();
      await terraform.init();
      plan = await terraform.plan();
      await terraform.apply();
      estate = await stack.estate();
    });

    it("plans what the stack does", () => {
      const { stack, plan: ofStack } = deployed();
      expect(plannedResources(plan, callOf(stack))).toEqual(plannedResources(ofStack));
    });

    it("puts into every account what the stacks of both calls do", () => {
      const { stack, before } = deployed();
      const expected = stack.expectedEstateOfModules(estate, before);
      expect(comparableContents(estate, estate)).toEqual(comparableContents(expected, estate));
    });

    it("leaves nothing to do", () => {
      const calls = [callOf(deployed().stack), "module.second."];
      return expectNothingToDo(
        terraform,
        calls.flatMap((call) => leftToDo.map((attribute) => `${call}${attribute}`)),
      );
    });

    it("outputs what the stack does", async () => {
      const { module } = (await terraform.outputs()) as { module: Outputs };
      const { outputs, estate: ofStack } = deployed();
      expect(comparableContents(withDocuments(module), estate)).toEqual(
        comparableContents(withDocuments(outputs), ofStack),
      );
    });
  });
}

/** What the addresses of the first call begin with. */
function callOf({ name }: EmulatedStack): string {
  return `module.${name.replaceAll("-", "_")}.`;
}
