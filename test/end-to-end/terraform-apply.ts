import { EmulatedStack, type Estate } from "../support/emulated-stack";
import type { Plan } from "../support/terraform";
import { describeAsModule } from "./as-module";
import { expectDescribedAlike } from "./described-alike";
import { expectNothingToDo } from "./nothing-to-do";
import { type Outputs, withDocuments } from "./outputs";
import { describePlan } from "./planned";

/** @param leftToDo what Terraform wants to change in what it has just applied */
export function describeTerraformApply(name: string, leftToDo: readonly string[] = []): void {
  describe(`terraform apply of ${name}`, () => {
    let stack: EmulatedStack;
    let before: Estate;
    let plan: Plan;
    let firstPlan: unknown;
    let estate: Estate;
    let outputs: Outputs;

    beforeAll(async () => {
      stack = await EmulatedStack.create(name);
      before = await stack.estate();
      await stack.synthesize();
      await stack.terraform.init();
      plan = await stack.terraform.plan();
      firstPlan = await stack.terraform.showPlan();
      await stack.terraform.apply();
      estate = await stack.estate();
      outputs = await stack.terraform.outputs();
    });

    afterAll(() => stack.remove());

    describePlan(() => ({ stack, plan }));

    it("puts into every account what was synthesized, and nothing else", () => {
      expect(estate).toEqual(stack.expectedEstate(estate, before));
    });

    it("outputs what was synthesized", () => {
      expect(withDocuments(outputs)).toEqual(stack.rendered(estate).outputs());
    });

    it("leaves nothing to do, and is described alike from its JSON, its state and its plans", async () => {
      await expectNothingToDo(stack.terraform, leftToDo);
      await expectDescribedAlike(stack, firstPlan);
    });

    it("leaves the accounts as they were once it is destroyed", async () => {
      await stack.destroy();
      expect(await stack.estate()).toEqual(before);
    });

    describeAsModule(() => ({ stack, plan, before, estate, outputs }), leftToDo);
  });
}
