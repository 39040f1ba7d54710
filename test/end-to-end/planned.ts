import { plannedPolicies, UNKNOWN } from "../support/planned-policies";
import { RenderedStack } from "../support/rendered-stack";
import type { TerraformJson } from "../support/synthesize";
import type { Plan } from "../support/terraform";

/** What must hold of the plan of a stack that is not deployed. */
export function describePlan(planned: () => { readonly json: TerraformJson; readonly plan: Plan }): void {
  describe("its plan", () => {
    it("creates every resource that was synthesized, and nothing else", () => {
      const { json, plan } = planned();
      const addresses = Object.entries(json.resource).flatMap(([type, resources]) =>
        Object.keys(resources).map((resource) => `${type}.${resource}`),
      );
      expect(plan.changes.map(({ address }) => address).sort()).toEqual(addresses.sort());
      expect(plan.changes.filter(({ change }) => change.actions.join() !== "create")).toEqual([]);
    });

    it("shows every policy in full that names no new key", () => {
      const { json, plan } = planned();
      expect(plannedPolicies(plan)).toEqual(synthesizedPolicies(json));
    });
  });
}

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
