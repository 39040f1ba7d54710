import { diagnosticsError, initError } from "./diagnostics";

const range = { filename: "../m/main.tf", start: { line: 3 } };

test.each([
  [
    { severity: "error", summary: "Unsupported\n argument", detail: "An argument\nnamed x", range },
    "infra/m/main.tf:3: Terraform: Unsupported argument: An argument named x",
  ],
  [
    {
      severity: "error",
      summary: "No value for required variable",
      detail: 'The module has a required input variable "region" that is not set.',
      range,
    },
    'infra/m/main.tf:3: the variable "region" has no value; give it with --var region=… or --var-file',
  ],
  [
    {
      severity: "error",
      summary: "No value for required variable",
      detail:
        'The module under test for run block "rehearsal" has a required variable "region" with no set value.',
      range,
    },
    'infra/m/main.tf:3: the variable "region" has no value; give it with --var region=… or --var-file',
  ],
  [
    {
      severity: "error",
      summary: "reading EC2 VPCs",
      detail: 'Post "https://ec2": proxyconnect tcp: dial tcp 127.0.0.1:9: connection refused',
      address: "data.aws_vpcs.all",
      range,
    },
    "infra/m/main.tf:3: data.aws_vpcs.all: asks AWS, which a rehearsal cannot: reading EC2 VPCs; say what it is with --set data.aws_vpcs.all.attribute=…",
  ],
])("%j", (diagnostic, message) => {
  const warning = { severity: "warning", summary: "Deprecated" };
  expect(diagnosticsError([diagnostic, diagnostic, warning], "infra/root").message).toBe(message);
});

test("init names a provider that it cannot install", () => {
  const stderr = `
Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider
hashicorp/random: could not connect to registry.terraform.io
`;
  expect(initError(stderr, "infra").message).toBe(
    'infra: Terraform cannot install the provider hashicorp/random; run "terraform init" in the folder first, or give Terraform a provider mirror in its CLI configuration',
  );
});

test("init names the place of an error", () => {
  const stderr = `There are some problems with the configuration, described below.

Error: Unclosed configuration block

  on main.tf line 3, in resource "aws_s3_bucket" "x":
   3: resource "aws_s3_bucket" "x" {

There is no closing brace for this block
before the end of the file.
`;
  expect(initError(stderr, "infra").message).toBe(
    "infra/main.tf:3: Terraform: Unclosed configuration block: There is no closing brace for this block before the end of the file.",
  );
});
