import { EmulatedStack, type Estate } from "../support/emulated-stack";
import { describeAsModule } from "./as-module";
import { expectNothingToDo } from "./nothing-to-do";
import { type Outputs, withDocuments } from "./outputs";

const MINUTE = 60_000;

/** @param leftToDo what Terraform wants to change in what it has just applied */
export function describeTerraformApply(name: string, leftToDo: readonly string[] = []): void {
  describe(`terraform apply of ${name}`, () => {
    let stack: EmulatedStack;
    let before: Estate;
    let estate: Estate;
    let outputs: Outputs;

    beforeAll(async () => {
      stack = await EmulatedStack.create(name);
      before = await stack.estate();
      await stack.synthesize();
      await stack.terraform.init();
      await stack.terraform.apply();
      estate = await stack.estate();
      outputs = await stack.terraform.outputs();
    }, 5 * MINUTE);

    afterAll(() => stack.remove());

    it("puts into every account what was synthesized, and nothing else", () => {
      expect(estate).toEqual(stack.expectedEstate(estate, before));
    });

    it("outputs what was synthesized", () => {
      expect(withDocuments(outputs)).toEqual(stack.rendered(estate).outputs());
    });

    it("leaves nothing to do", () => expectNothingToDo(stack.terraform, leftToDo), 2 * MINUTE);

    it(
      "leaves the accounts as they were once it is destroyed",
      async () => {
        await stack.terraform.destroy();
        expect(await stack.estate()).toEqual(before);
      },
      2 * MINUTE,
    );

    describeAsModule(() => ({ stack, before, estate, outputs }), leftToDo);
  });
}
