import { comparableContents } from "../support/comparable-contents";
import type { EmulatedStack, Estate } from "../support/emulated-stack";
import { plannedResources } from "../support/planned-resources";
import type { Plan, Terraform } from "../support/terraform";
import { type Outputs, withDocuments } from "./outputs";

const MINUTE = 60_000;

export interface Deployed {
  readonly stack: EmulatedStack;
  /** Of the stack, before it was deployed. */
  readonly plan: Plan;
  /** What the accounts held once the stack was deployed. */
  readonly estate: Estate;
  readonly outputs: Outputs;
}

/**
 * What must hold of the module that was exported from a stack. What is planned, applied and put out is the same, so
 * that a second plan and a destruction are not tried again.
 *
 * @param deployed not needed any more once these tests run
 */
export function describeAsModule(deployed: () => Deployed): void {
  describe("as a module, called as its README says", () => {
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
    }, 5 * MINUTE);

    it("plans what the stack does", () => {
      expect(plannedResources(plan)).toEqual(plannedResources(deployed().plan));
    });

    it("puts into every account what the stack does", () => {
      const ofStack = deployed().estate;
      expect(comparableContents(estate, estate)).toEqual(comparableContents(ofStack, ofStack));
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
