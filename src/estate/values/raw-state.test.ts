import state from "../../../test/fixtures/terraform-values/raw-state.json";
import { readRawState } from "./raw-state";

test("resources have the aliases of their providers", () => {
  const { providers, resources } = readRawState(state);
  expect(providers).toEqual([{ key: "aws" }, { key: "aws.dest" }]);
  expect(resources.map(({ address, providerKey }) => `${address} ${String(providerKey)}`)).toEqual([
    "aws_iam_role.etl aws",
    "aws_iam_role_policy.etl aws",
    "aws_kms_key.source aws",
    "aws_s3_bucket.source aws",
    "aws_s3_bucket_versioning.source aws",
    "data.aws_iam_policy_document.etl aws",
    'module.dest["a"].aws_s3_bucket.this aws.dest',
    'module.dest["a"].aws_s3_bucket_policy.this aws.dest',
    'module.dest["a"].data.aws_caller_identity.me aws.dest',
    'module.dest["a"].data.aws_iam_policy_document.this aws',
  ]);
});

test("dependencies are instances", () => {
  const policy = readRawState(state).resources.find(({ type }) => type === "aws_s3_bucket_policy");
  expect(policy?.dependencies).toContain('module.dest["a"].aws_s3_bucket.this');
});

const address = (resource: object) =>
  readRawState({
    resources: [{ mode: "managed", type: "aws_s3_bucket", name: "a", ...resource }],
  }).resources.map((each) => [each.address, each.providerKey]);
const aws = 'provider["registry.terraform.io/hashicorp/aws"]';

test.each([
  ["a module's own provider", `module.x.${aws}.dest`, "module.x:aws.dest"],
  ["a provider of a nested module", `module.x.module.y.${aws}`, "module.x.module.y:aws"],
  ["OpenTofu's registry", 'provider["registry.opentofu.org/hashicorp/aws"].dest', "aws.dest"],
  ["a state of Terraform 0.12", "provider.aws.dest", "aws.dest"],
])("%s", (_, provider, key) => {
  expect(address({ provider, instances: [{}] })).toEqual([["aws_s3_bucket.a", key]]);
});

test("other providers are left out", () => {
  const provider = 'provider["registry.terraform.io/hashicorp/awscc"]';
  expect(address({ provider, instances: [{}] })).toEqual([]);
});

test("indexes are numbers or text, and what is deposed is left out", () => {
  const instances = [{ index_key: 0 }, { index_key: 'a"${b}' }, { index_key: 1, deposed: "ab12" }];
  expect(address({ provider: aws, instances }).map(([each]) => each)).toEqual([
    'aws_s3_bucket.a["a\\"$${b}"]',
    "aws_s3_bucket.a[0]",
  ]);
});
