import { readFileSync } from "node:fs";
import { join } from "node:path";
import { estateOfValues, readEstate } from "../../estate/read-estate";
import { readTerraformValues } from "../../estate/values/read-terraform-values";
import { rawState } from "../../../test/fixtures/raw-state";
import { textsOf } from "../evaluator/unknown";
import { describe as described } from "./describe";

test.each([
  "arn:aws:iam::222222222222:role/a b",
  "arn:aws:iam::222222222222:role/",
  "arn:aws:iam::222222222222:role/x/",
])("a principal that cannot exist is no caller: %s", (arn) => {
  const text = JSON.stringify(rawState()).replaceAll("arn:aws:iam::222222222222:role/etl", arn);
  const { connections } = described(estateOfValues(readTerraformValues(JSON.parse(text))));
  expect(connections.map(({ principal }) => principal.name)).not.toContain(arn);
});

test("the people of a permission set are callers, also where nobody hands their policies over, as in a state", () => {
  const golden = join(__dirname, "../../../test/golden/identity-center.tf.json");
  const { output: _, ...json } = JSON.parse(readFileSync(golden, "utf8")) as { output: unknown };
  const [{ principal, operations } = { operations: [] }, ...others] = described(readEstate(json)).connections;
  expect(others).toEqual([]);
  expect(principal).toMatchObject({
    arn: "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_????????????????",
    policies: "assumed",
  });
  const can = operations.filter(({ answer }) => answer === "can").map(({ title }) => title);
  expect(can).toEqual(
    expect.arrayContaining(["aws s3 ls", "aws s3 cp, downloading", "aws s3 cp, uploading"]),
  );
  expect(can).not.toContain("aws s3 rm");
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
test.each([
  ["the id of the role", "AROAEXAMPLEOFETL00001", ["AROAEXAMPLEOFETL00001:*", "111111111111"], "can"],
  ["the id of another role", "AROAEXAMPLEOFETL00001", ["AROAEXAMPLEOFOTHER001:*"], "cannot"],
  ["an id, and that of the role is not known", undefined, ["AROAEXAMPLEOFETL00001:*"], "unknown"],
  ["an id, and that of the role is made up", "AROAmadeup0a1b2c3d4e5", ["AROAEXAMPLEOFETL00001:*"], "unknown"],
  ["the id that is made up for the role", "AROAmadeup0a1b2c3d4e5", ["AROAmadeup0a1b2c3d4e5:*"], "can"],
  ["an account", undefined, ["111111111111"], "cannot"],
])("a Deny for all but %s", (_, uniqueId, ids, expected) => {
  const text = JSON.stringify(rawState()).replace(
    '"name":"etl","arn"',
    `"name":"etl",${uniqueId ? `"unique_id":"${uniqueId}",` : ""}"arn"`,
  );
  const state = JSON.parse(text) as {
    resources: { type: string; instances: { attributes: { policy: string } }[] }[];
  };
  const bucketPolicy = state.resources.find(({ type }) => type === "aws_s3_bucket_policy")?.instances[0]
    ?.attributes;
  if (!bucketPolicy) throw new Error("the state has no bucket policy");
  const { Statement } = JSON.parse(bucketPolicy.policy) as { Statement: unknown[] };
  const deny = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: "arn:aws:s3:::acme-data",
    Condition: { StringNotLike: { "aws:userId": ids } },
  };
  bucketPolicy.policy = JSON.stringify({ Version: "2012-10-17", Statement: [...Statement, deny] });
  const { connections } = described(estateOfValues(readTerraformValues(state)));
  const list = connections
    .find(({ principal }) => principal.name === "etl")
    ?.operations.find(({ title }) => title === "aws s3 ls");
  expect(list?.answer.replace("half", "cannot")).toBe(expected);
});

interface State {
  readonly resources: {
    type: string;
    name: string;
    readonly instances: { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

test("two resources with the same policy, as in a state after a refresh, are one", () => {
  const state = JSON.parse(JSON.stringify(rawState())) as State;
  const [policy] = state.resources.filter(({ type }) => type === "aws_s3_bucket_policy");
  state.resources.push({ ...(policy as State["resources"][number]), name: "other" });
  const { counts } = described(estateOfValues(readTerraformValues(state)));
  expect(counts.operations.unknown).toBe(0);
});

/** The last one that is applied replaces the other, or removes what it does not list. */
test.each([
  ["aws_s3_bucket_policy", (state: State) => twice(state, "aws_s3_bucket_policy"), "may be replaced by"],
  [
    "aws_iam_role_policies_exclusive",
    (state: State) => {
      const [policy] = state.resources.filter(({ type }) => type === "aws_iam_role_policy");
      if (!policy) throw new Error("the state has no policy of a role");
      const attributes = { role_name: "etl", policy_names: [] };
      state.resources.push({
        ...policy,
        type: "aws_iam_role_policies_exclusive",
        instances: [{ attributes }],
      });
    },
    "may be removed by",
  ],
])("what another resource takes away is not known: %s", (_, change, reason) => {
  const list = (state: unknown) =>
    described(estateOfValues(readTerraformValues(state)))
      .connections.find(({ principal }) => principal.name === "etl")
      ?.operations.find(({ title }) => title === "aws s3 ls");
  const state = JSON.parse(JSON.stringify(rawState())) as State;
  expect(list(state)?.answer).toBe("can");
  change(state);
  expect(list(state)?.answer).toBe("unknown");
  expect(textsOf(list(state)?.unknown ?? []).join()).toContain(reason);
});

function twice({ resources }: State, wanted: string): void {
  const [one] = resources.filter(({ type }) => type === wanted);
  if (!one) throw new Error(`the state has no ${wanted}`);
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  const [instance] = one.instances;
  resources.push({ ...one, name: "other", instances: [{ attributes: { ...instance?.attributes, policy } }] });
}
