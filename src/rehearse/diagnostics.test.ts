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
    "infra/m/main.tf:3: data.aws_vpcs.all: asks AWS, and a rehearsal cannot (reading EC2 VPCs); give its value with --set data.aws_vpcs.all.attribute=…",
  ],
])("%j", (diagnostic, message) => {
  const warning = { severity: "warning", summary: "Deprecated" };
  expect(diagnosticsError([diagnostic, diagnostic, warning], "infra/root").message).toBe(message);
});

test("init names the providers that it cannot install, and says why", () => {
  const stderr = `
Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider
hashicorp/random: could not connect to
registry.terraform.io

To see which modules are currently depending on hashicorp/random, run
terraform providers

Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider acme/nope:
provider registry.terraform.io/acme/nope was not found in any of the search
locations

  - /opt/plugins
`;
  expect(initError(stderr, "infra").message.split("\n")).toEqual([
    "infra: terraform init cannot install hashicorp/random, acme/nope",
    "  Terraform about hashicorp/random: could not connect to registry.terraform.io",
    "  Terraform about acme/nope: provider registry.terraform.io/acme/nope was not found in any of the search locations",
    '  Run "terraform init" in the folder first, or give Terraform a provider mirror in its CLI configuration.',
  ]);
});

test("any other error of init starts with what failed", () => {
  const stderr = `
Error: Failed to install provider

Error while installing hashicorp/aws v5.100.0: the local package does not
match any of the checksums recorded in the dependency lock file

This can be a mirror.
`;
  expect(initError(stderr, "infra").message.split("\n")).toEqual([
    "infra: terraform init failed: Failed to install provider",
    "  Error while installing hashicorp/aws v5.100.0: the local package does not match any of the checksums recorded in the dependency lock file",
    "  This can be a mirror.",
    '  Run "terraform init" in the folder, and mend what it reports.',
  ]);
  expect(initError("panic: out of memory\n\ngoroutine 1", "infra").message).toMatch(
    /^infra: terraform init failed: panic: out of memory\n {2}goroutine 1\n/,
  );
});

test("init names the place of an error", () => {
  const stderr = `Error: Terraform encountered problems during initialisation, including problems
with the configuration, described below.

The Terraform configuration must be valid before initialization so that
Terraform can determine which modules and providers need to be installed.

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
