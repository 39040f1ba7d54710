import { renderTerraform } from "./terraform";

test("the settings of a module, with references in configuration_aliases", () => {
  expect(
    renderTerraform({
      required_version: ">= 1.5",
      required_providers: {
        aws: {
          configuration_aliases: ["aws.source", "aws.destination"],
          source: "hashicorp/aws",
          version: ">= 5.100.0, < 7.0.0",
        },
      },
    }),
  ).toBe(`terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = ">= 5.100.0, < 7.0.0"
      configuration_aliases = [aws.source, aws.destination]
    }
  }
}`);
});

test("the settings of a stack", () => {
  expect(renderTerraform({ backend: { s3: { bucket: "acme-state", encrypt: true } } })).toBe(
    'terraform {\n  backend "s3" {\n    bucket  = "acme-state"\n    encrypt = true\n  }\n}',
  );
  expect(renderTerraform({ cloud: { organization: "acme", workspaces: { name: "copy" } } })).toBe(
    'terraform {\n  cloud {\n    organization = "acme"\n\n    workspaces {\n      name = "copy"\n    }\n  }\n}',
  );
});

test("a backend is one that s3porter writes", () => {
  expect(() => renderTerraform({ backend: { consul: {} } })).toThrow(
    'backend has no argument "consul" that can be set; it has local, s3;',
  );
});
