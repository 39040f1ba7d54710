import { EmulatedStack } from "../../support/emulated-stack";
import { plannedPolicies, UNKNOWN } from "../../support/planned-policies";
import { plannedResources } from "../../support/planned-resources";
import { RenderedStack } from "../../support/rendered-stack";
import { readStackJson, type TerraformJson } from "../../support/synthesize";
import type { Plan } from "../../support/terraform";
import { STACK_NAMES } from "../../support/topologies";

const MINUTE = 60_000;

describe.each(STACK_NAMES)("terraform plan of %s", (name) => {
  let stack: EmulatedStack;
  let json: TerraformJson;
  let plan: Plan;

  beforeAll(async () => {
    stack = await EmulatedStack.create(name);
    await stack.synthesize();
    json = readStackJson(stack.folder, name);
    await stack.terraform.init();
    plan = await stack.terraform.plan();
  }, 2 * MINUTE);

  afterAll(() => stack.remove());

  it("creates every resource that was synthesized, and nothing else", () => {
    const addresses = Object.entries(json.resource).flatMap(([type, resources]) =>
      Object.keys(resources).map((resource) => `${type}.${resource}`),
    );
    expect(plan.changes.map(({ address }) => address).sort()).toEqual(addresses.sort());
    expect(plan.changes.filter(({ change }) => change.actions.join() !== "create")).toEqual([]);
  });

  it("shows every policy in full that names no new key", () => {
    expect(plannedPolicies(plan)).toEqual(synthesizedPolicies(json));
  });

  it(
    "is that of the module, called as its README says",
    async () => {
      const terraform = stack.moduleRoot();
      await terraform.init();
      expect(plannedResources(await terraform.plan())).toEqual(plannedResources(plan));
    },
    2 * MINUTE,
  );
});

function synthesizedPolicies(json: TerraformJson): Record<string, unknown> {
  const rendered = new RenderedStack(json, () => UNKNOWN);
  const resources = Object.keys(json.resource).flatMap((type) =>
    rendered.resources(type).map(({ name, attributes }) => ({ address: `${type}.${name}`, attributes })),
  );
  const policies = resources.flatMap(({ address, attributes }) => {
    const policy = attributes.policy ?? attributes.assume_role_policy;
    return policy === undefined
      ? []
      : [[address, JSON.stringify(policy).includes(UNKNOWN) ? UNKNOWN : policy]];
  });
  return Object.fromEntries(policies);
}
