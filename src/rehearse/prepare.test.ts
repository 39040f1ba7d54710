import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { Configuration } from "./configuration";
import { readModules } from "./modules";
import { prepare } from "./prepare";
import { copyModules } from "./working-copy";

const { path, remove } = temporaryFolder({
  "main.tf": `terraform {
  required_providers {
    aws = { source = "hashicorp/aws", configuration_aliases = [aws.passed] }
  }
}
provider "aws" {
  region  = "eu-west-1"
  profile = "prod"
}
resource "aws_s3_bucket" "passed" {
  provider = aws.passed
  provisioner "local-exec" {
    command = "touch ran"
  }
}
`,
});
const modules = readModules(path);
const copy = copyModules(modules);
prepare(new Configuration("live", modules), copy);
const written = (name: string) => readFileSync(join(copy.root, name), "utf8");
afterAll(() => {
  copy.remove();
  remove();
});

test("the copy runs nothing, names no profile and asks for no providers of a caller", () => {
  const text = written("main.tf");
  expect(text).not.toMatch(/provisioner|touch|profile|configuration_aliases/);
  expect(text.split("\n")).toHaveLength(readFileSync(join(path, "main.tf"), "utf8").split("\n").length);
  expect(text).toContain('region  = "eu-west-1"');
});

test("every provider of AWS has dummy credentials, and a region where it has none", () => {
  const dummy = { access_key: "rehearsal", skip_credentials_validation: true };
  const { provider } = JSON.parse(written("s3porter_override.tf.json"));
  expect(provider).toMatchObject({ aws: [dummy] });
  expect(provider.aws[0]).not.toHaveProperty("region");
  expect(JSON.parse(written("s3porter.tf.json")).provider).toMatchObject({
    aws: [{ alias: "passed", region: "us-east-1", ...dummy }],
  });
});

test("a stated region replaces that of a block, and is that of a provider without one", () => {
  const other = copyModules(modules);
  prepare(new Configuration("live", modules), other, { aws: "eu-west-2", "aws.passed": "eu-west-3" });
  const json = (name: string) => JSON.parse(readFileSync(join(other.root, name), "utf8"));
  expect(json("s3porter_override.tf.json").provider.aws[0]).toMatchObject({ region: "eu-west-2" });
  expect(json("s3porter.tf.json")).toMatchObject({
    provider: { aws: [{ alias: "passed", region: "eu-west-3" }] },
    resource: {
      terraform_data: {
        s3porter_settings: { input: { aws: { region: "eu-west-2" }, "aws.passed": { region: "eu-west-3" } } },
      },
    },
  });
  other.remove();
});

test("Terraform evaluates the settings of the providers", () => {
  expect(JSON.parse(written("s3porter.tf.json")).resource).toEqual({
    terraform_data: { s3porter_settings: { input: { aws: { region: '${try("eu-west-1", null)}' } } } },
  });
});
