import { beyondModel, outputsBeyondModel } from "./beyond-model";

const OF_MODEL = {
  terraform: { backend: { local: {} } },
  provider: { aws: [{ alias: "a", profile: "admin" }] },
  resource: { aws_s3_bucket: { lake: { "//": { metadata: 1 }, bucket: "acme", tags: { a: "1", b: "2" } } } },
  output: { runbook: { value: "aws s3 ls" } },
};

test("how a stack is deployed is its caller's, and the order of keys says nothing", () => {
  const stack = {
    "//": { metadata: {} },
    terraform: { backend: { s3: {} }, required_version: ">= 1.9" },
    provider: { aws: [{ alias: "a" }], random: [{}] },
    resource: {
      aws_s3_bucket: { lake: { tags: { b: "2", a: "1" }, bucket: "acme", "//": { metadata: 2 } } },
    },
  };
  expect(beyondModel(stack, OF_MODEL)).toEqual([]);
});

test.each<[string, object]>([
  ["random_id.it", { resource: { random_id: { it: {} }, ...OF_MODEL.resource } }],
  ["data.aws_region.here", { data: { aws_region: { here: {} } } }],
  ["ephemeral.random_password.it", { ephemeral: { random_password: { it: {} } } }],
  ["module.vpc", { module: { vpc: { source: "./vpc" } } }],
  ["check.health", { check: { health: {} } }],
  ["local.team", { locals: { team: "blue" } }],
  ["var.team", { variable: { team: {} } }],
  ["import aws_s3_bucket.lake", { import: [{ to: "aws_s3_bucket.lake", id: "acme" }] }],
  ["removed aws_s3_bucket.old", { removed: [{ from: "aws_s3_bucket.old" }] }],
])("%s is named", (address, more) => {
  expect(beyondModel({ ...OF_MODEL, ...more }, OF_MODEL)).toEqual([
    { address, what: "does not come from a construct of s3porter" },
  ]);
});

test("outputs are told apart by their names", () => {
  expect(outputsBeyondModel({ output: { runbook: {}, team: {} } }, OF_MODEL)).toEqual(["team"]);
  expect(outputsBeyondModel({}, OF_MODEL)).toEqual([]);
});
