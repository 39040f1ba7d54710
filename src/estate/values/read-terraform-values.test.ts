// The fixtures were made with Terraform 1.11 and version 5.100 of the provider, in an emulator of AWS, and shortened.
import plan from "../../../test/fixtures/terraform-values/plan.json";
import rawState from "../../../test/fixtures/terraform-values/raw-state.json";
import shownState from "../../../test/fixtures/terraform-values/shown-state.json";
import { formatOf, readTerraformValues } from "./read-terraform-values";

test.each([
  ["plan", plan, "plan"],
  ["raw state", rawState, "state"],
  ["state", shownState, "state"],
])("%s", (format, json, from) => {
  expect(formatOf(json)).toBe(format);
  const values = readTerraformValues(json);
  expect(values.from).toBe(from);
  expect(values.resources.length).toBeGreaterThan(3);
});

test.each([
  ["an empty object", {}, /^this is an empty object; give the output of terraform show -json,/],
  ["no object", [], /^this is \[\], not a JSON object/],
  [
    "cdk.tf.json",
    { terraform: {}, resource: {} },
    /Terraform's JSON syntax, such as cdk.tf.json.*its folder/,
  ],
  ["a topology", { accounts: {}, buckets: {} }, /this is a topology.*s3porter prove/],
  ["a policy", { Version: "2012-10-17", Statement: [] }, /this is a policy document/],
  ["a state of a test", { type: "test_state", test_state: {} }, /a message of a Terraform command/],
  ["another message", { type: "test_plan", test_plan: {} }, /a message of a Terraform command/],
  ["something else", { hello: 1 }, /this is neither a state nor a plan: it has "hello"/],
  ["a plan that failed", { ...plan, errored: true }, /the plan failed.*plan again/],
  ["a later plan", { ...plan, format_version: "2.0" }, /format_version "2.0".*only 1.x and 0.x/],
  ["a later state", { ...shownState, format_version: "2.0" }, /the state has the format_version "2.0"/],
  ["an old raw state", { ...rawState, version: 3 }, /version 3, but only version 4/],
  ["a later raw state", { ...rawState, version: 5 }, /version 5, but only version 4.*update s3porter/],
  ["an encrypted state", { serial: 1, lineage: "x", encrypted_data: "x" }, /tofu state pull/],
  ["an empty state", { format_version: "1.0" }, /the state is empty/],
  ["an empty raw state", { ...rawState, resources: [] }, /the state is empty/],
])("%s is refused", (_, json, message) => {
  expect(() => readTerraformValues(json)).toThrow(message);
});
