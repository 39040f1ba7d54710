import { comparableContents } from "../support/comparable-contents";
import type { EmulatedStack, Estate } from "../support/emulated-stack";
import type { Terraform } from "../support/terraform";
import { expectNothingToDo } from "./nothing-to-do";
import { type Outputs, withDocuments } from "./outputs";

const MINUTE = 60_000;

export interface Deployed {
  readonly stack: EmulatedStack;
  readonly before: Estate;
  /** What the accounts held once the stack was deployed. */
  readonly estate: Estate;
  readonly outputs: Outputs;
}

/** What must hold of the module that was exported from a stack, which is not needed any more once these tests run. */
export function describeAsModule(deployed: () => Deployed, leftToDo: readonly string[] = []): void {
  describe("as a module, called as its README says", () => {
    let terraform: Terraform;
    let estate: Estate;

    beforeAll(async () => {
      const { stack } = deployed();
      await stack.reset();
      terraform = stack.moduleRoot();
      await terraform.init();
      await terraform.apply();
      estate = await stack.estate();
    }, 5 * MINUTE);

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

    it("leaves nothing to do", () => expectNothingToDo(terraform, leftToDo), 2 * MINUTE);

    it(
      "leaves the accounts as they were once it is destroyed",
      async () => {
        await terraform.destroy();
        expect(await deployed().stack.estate()).toEqual(deployed().before);
      },
      2 * MINUTE,
    );
  });
}
