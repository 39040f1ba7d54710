import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { readModule } from "./read-module";

const folders: { remove(): void }[] = [];
afterAll(() => folders.forEach((folder) => folder.remove()));

/** A folder with these files. */
function folder(files: Readonly<Record<string, string>>): string {
  const { path, remove } = temporaryFolder();
  folders.push({ remove });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

const MAIN = `
data "aws_caller_identity" "a" {
  provider = aws.a
}

data "aws_region" "b" {
  provider = aws.b
}

data "aws_partition" "b" {
  provider = aws.b
}

resource "aws_s3_bucket" "b" {
  provider = aws.b
  bucket   = var.bucket_name
}

resource "aws_s3_bucket_policy" "b" {
  provider = aws.b
  bucket   = aws_s3_bucket.b.id
  policy   = local.policy
}

locals {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # The comment of the ac}count's "policy"
      {
        Sid       = "Read$\${x}" // Another
        Effect    = "Allow"
        Principal = { AWS = "arn:\${data.aws_partition.b.partition}:iam::\${data.aws_caller_identity.a.account_id}:root" }
        Action    = "s3:GetObject"
        Resource  = "\${aws_s3_bucket.b.arn}/*"
        Condition = { StringEquals = { "aws:RequestedRegion" = data.aws_region.b.region } }
      },
    ]
  })
}
`;
const VARIABLES = 'variable "bucket_name" {\n  type = string\n}\n';
const CALL = {
  accounts: {
    a: { id: "111111111111", region: "us-east-1" },
    b: { id: "222222222222", region: "cn-north-1" },
  },
  variables: { bucket_name: "acme" },
};

test("what AWS will hold once it is called", async () => {
  const { accounts, buckets, unmodelled } = await readModule(
    folder({ "main.tf": MAIN, "variables.tf": VARIABLES, "README.md": "}" }),
    CALL,
  );
  expect(accounts.map(({ alias, id, partition }) => [alias, id, partition])).toEqual([
    ["a", "111111111111", "aws"],
    ["b", "222222222222", "aws-cn"],
  ]);
  expect(unmodelled).toEqual([]);
  expect(buckets).toMatchObject([{ name: "acme", account: { alias: "b" } }]);
  expect(buckets[0]?.policy).toEqual({
    address: "aws_s3_bucket_policy.b",
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Read${x}",
          Effect: "Allow",
          Principal: { AWS: "arn:aws-cn:iam::111111111111:root" },
          Action: "s3:GetObject",
          Resource: "arn:aws-cn:s3:::acme/*",
          Condition: { StringEquals: { "aws:RequestedRegion": "cn-north-1" } },
        },
      ],
    },
  });
});

test("its JSON files count too", async () => {
  const { buckets } = await readModule(
    folder({
      "main.tf": MAIN,
      "variables.tf": VARIABLES,
      "more.tf.json": '{"resource":{"aws_s3_bucket":{"a":{"provider":"aws.a","bucket":"more"}}}}',
    }),
    CALL,
  );
  expect(buckets.map(({ name }) => name)).toEqual(["more", "acme"]);
});

test("a policy that is offered as an output is read through its local", async () => {
  const output =
    'output "policy" {\n  value = local.policy\n}\noutput "other" {\n  value = local.policies\n}\n';
  const { offeredPolicies } = await readModule(
    folder({ "main.tf": MAIN, "variables.tf": VARIABLES, "outputs.tf": output }),
    CALL,
  );
  expect(offeredPolicies.map(({ address }) => address)).toEqual(["output.policy"]);
});

test("all problems are reported together", async () => {
  const path = folder({ "a.tf": "a = ", "b.tf": "}", "c.tf.json": "{" });
  await expect(readModule(path, CALL)).rejects.toThrow(
    /^3 problems in the Terraform; nothing can be proved\n {2}\S+a\.tf:1:5: .*\n {2}\S+b\.tf:1:1: .*\n {2}\S+c\.tf\.json: is not valid JSON: .*$/,
  );
});

test("a variable without a value is reported with its place", async () => {
  const path = folder({ "main.tf": MAIN, "variables.tf": VARIABLES });
  await expect(readModule(path, { ...CALL, variables: {} })).rejects.toThrow(
    "aws_s3_bucket.b: bucket: ${var.bucket_name}: the variable bucket_name has neither a value nor a default",
  );
});

test("a missing provider is reported with the existing ones", async () => {
  const path = folder({ "main.tf": MAIN.replaceAll("aws.b\n", "aws.c\n"), "variables.tf": VARIABLES });
  await expect(readModule(path, CALL)).rejects.toThrow(
    'aws_s3_bucket.b: provider: there is no provider "${aws.c}" with an alias; use one such as "aws.a"',
  );
});

test("a folder without Terraform is none of a module", async () => {
  await expect(readModule(folder({ "README.md": "" }), CALL)).rejects.toThrow(
    "has no file that ends in .tf; name the folder of a module",
  );
});
