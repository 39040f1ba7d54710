import { estateOfValues, readEstate } from "../../src/estate/read-estate";
import { readTerraformValues } from "../../src/estate/values/read-terraform-values";
import { describe as describeEstate } from "../../src/prove/check/describe";
import { isPermissionSet } from "../../src/prove/proof/permission-sets";
import { matrixOf } from "../estates/matrix";
import type { ProviderBlock, TerraformJson } from "../support/synthesize";

/** What Terraform says of an applied stack. */
export interface Read {
  readonly state: unknown;
  /** One that has nothing to do. */
  readonly plan: unknown;
  /** That by which the stack was applied. It may not know an answer, but knows none otherwise. */
  readonly firstPlan?: unknown;
  /** Those of the root. */
  readonly providers: readonly ProviderBlock[];
  /** The module that the stack is, if it is not the root. */
  readonly module?: string;
}

/**
 * That the stack's JSON, its state and its plans say the same of who can do what, but for a permission set in the account of the
 * bucket: only its own policy allows it anything, and this is handed over, so neither a state nor a plan knows of it.
 */
export function expectDescribedAlike(
  json: TerraformJson,
  { state, plan, firstPlan, providers, module }: Read,
): void {
  const described = describeEstate(readEstate(json));
  const connections = described.connections.filter(
    ({ principal, bucket }) => !(isPermissionSet(principal.arn) && principal.account === bucket.account),
  );
  const expected = matrixOf({ ...described, connections });
  const accounts = Object.fromEntries(
    providers.map(({ alias, allowed_account_ids: [id = ""] }) => [`aws.${alias}`, id]),
  );
  const matrix = (read: unknown) => {
    const values = readTerraformValues(read);
    const resources = values.resources.filter(
      ({ address }) => module === undefined || address.startsWith(`module.${module}.`),
    );
    return matrixOf(describeEstate(estateOfValues({ ...values, resources }, { accounts })));
  };
  expect(expected.size).toBeGreaterThan(0);
  expect(matrix(state)).toEqual(expected);
  expect(matrix(plan)).toEqual(expected);
  if (firstPlan === undefined) return;
  const early = [...matrix(firstPlan)].filter(([, answer]) => answer !== "unknown");
  expect(early.filter(([question, answer]) => expected.get(question) !== answer)).toEqual([]);
}
