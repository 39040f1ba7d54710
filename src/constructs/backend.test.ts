import { App, TerraformStack } from "cdktf";
import { isAbsolute, resolve } from "node:path";
import { newApp, terraformOf } from "../../test/fixtures/stack";
import type { Backend } from "../topology/model";
import { addBackend } from "./backend";

function terraformBlock(backend?: Backend) {
  const stack = new TerraformStack(newApp(), "test");
  addBackend(stack, backend);
  return terraformOf(stack).terraform;
}

test("state in a file is where it is said to be", () => {
  expect(terraformBlock({ kind: "local", path: "../${x}.tfstate" })).toEqual({
    backend: { local: { path: "../$${x}.tfstate" } },
  });
});

test("unless something is said, state is beside cdktf.json, seen from where Terraform runs", () => {
  const stack = new TerraformStack(newApp(), "test");
  addBackend(stack);
  const { path } = terraformOf(stack).terraform.backend.local;
  expect(isAbsolute(path)).toBe(false);
  expect(resolve(App.of(stack).outdir, "stacks/test", path)).toBe(resolve("terraform.test.tfstate"));
});

const S3 = {
  kind: "s3",
  bucket: "acme-state",
  region: "eu-west-1",
  key: undefined,
  profile: undefined,
  kmsKeyId: undefined,
} as const;

test.each([
  [{}, { key: "s3porter/test.tfstate" }],
  [
    { key: "states/${x}", profile: "%{y}", kmsKeyId: "alias/${z}" },
    { key: "states/$${x}", profile: "%%{y}", kms_key_id: "alias/$${z}" },
  ],
])(
  "state in S3 with %j is encrypted, and locked by a file as Terraform does since 1.10",
  (more, expected) => {
    expect(terraformBlock({ ...S3, ...more })).toEqual({
      backend: {
        s3: { bucket: "acme-state", region: "eu-west-1", encrypt: true, use_lockfile: true, ...expected },
      },
      required_version: ">= 1.10",
    });
  },
);

test.each([
  [
    { organization: "acme", workspace: "s3" },
    { organization: "acme", workspaces: { name: "s3" } },
  ],
  [
    { organization: "${a}", workspace: "${b}", hostname: "${c}" },
    { organization: "$${a}", workspaces: { name: "$${b}" }, hostname: "$${c}" },
  ],
])("state in HCP Terraform with %j", (cloud, expected) => {
  expect(terraformBlock({ kind: "cloud", hostname: undefined, ...cloud })).toEqual({ cloud: expected });
});
