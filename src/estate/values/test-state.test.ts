import message from "../../../test/fixtures/terraform-values/test-state.json";
import { readTestState } from "./test-state";

const { resources } = readTestState(message);
const valuesOf = (address: string) => resources.find((each) => each.address === address)?.values;

test("it reads the resources, with the message around them or without", () => {
  expect(resources.map(({ address }) => address)).toEqual([
    "aws_iam_role.etl",
    "aws_kms_key.source",
    "aws_s3_bucket.source",
    "aws_s3_bucket_versioning.source",
  ]);
  expect(readTestState(message.test_state).resources).toEqual(resources);
});

test("what Terraform made up is not set", () => {
  expect(valuesOf("aws_kms_key.source")).not.toHaveProperty("policy");
  const bucket = valuesOf("aws_s3_bucket.source");
  for (const name of ["policy", "acl", "acceleration_status", "request_payer", "region", "bucket_prefix"])
    expect(bucket).not.toHaveProperty(name);
  expect(valuesOf("aws_s3_bucket_versioning.source")?.versioning_configuration).toEqual([
    { status: "Enabled" },
  ]);
});

test("what is set is kept", () => {
  expect(valuesOf("aws_s3_bucket.source")).toMatchObject({
    bucket: "acme-source",
    arn: "arn:aws:s3:::acme-source",
  });
  expect(valuesOf("aws_iam_role.etl")).toMatchObject({ name_prefix: "acme-", assume_role_policy: "{}" });
});
