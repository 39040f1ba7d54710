import { withoutEffects, withoutInRequiredProviders } from "./without-effects";

/** What is left, in one line. */
function left(text: string, file = "main.tf"): string {
  return withoutEffects(file, text).text.replaceAll(/\s+/g, " ");
}

test.each<[string, string, string]>([
  [
    "backends and versions of Terraform",
    'terraform {\n  required_version = "~> 9"\n  backend "s3" {\n    bucket = "x"\n  }\n  required_providers { x = { source = "y" } }\n}',
    'terraform { required_providers { x = { source = "y" } } }',
  ],
  ["Terraform Cloud", 'terraform {\n cloud { organization = "x" }\n}', "terraform { }"],
  ["checks and imports", 'check "x" { }\nimport { to = a.b }\nlocals { a = 1 }', " locals { a = 1 }"],
  [
    "provisioners",
    'resource "a" "b" {\n  x = 1\n  connection { host = "x" }\n  provisioner "local-exec" {\n    command = "touch x"\n  }\n}',
    'resource "a" "b" { x = 1 }',
  ],
  [
    "conditions",
    'data "a" "b" {\n  lifecycle {\n    postcondition { condition = false }\n    create_before_destroy = true\n  }\n}\noutput "c" {\n  precondition { condition = false }\n  value = 1\n}',
    'data "a" "b" { lifecycle { create_before_destroy = true } } output "c" { value = 1 }',
  ],
  [
    "ways to credentials",
    'provider "aws" {\n  alias = "a"\n  region = var.r\n  profile = "x"\n  assume_role {\n    role_arn = "x"\n  }\n  dynamic "endpoints" {\n  }\n  default_tags {\n  }\n}\nprovider "x" { profile = 1 }',
    'provider "aws" { alias = "a" region = var.r default_tags { } } provider "x" { profile = 1 }',
  ],
])("removes %s", (_, text, expected) => {
  expect(left(text)).toBe(expected);
});

test("keeps the number of every line", () => {
  const text = 'terraform {\r\n  backend "s3" {\r\n    bucket = "é😀"\r\n  }\r\n}\r\nlocals {}\r\n';
  expect(withoutEffects("main.tf", text).text.split("\n")).toHaveLength(text.split("\n").length);
});

test("removes the same from the JSON syntax", () => {
  const json = {
    terraform: { backend: { s3: {} }, required_version: "9", required_providers: {} },
    provider: {
      aws: [
        { alias: "a", profile: "x" },
        { region: "r", assume_role: [{ role_arn: "x" }] },
      ],
    },
    resource: { a: { b: { x: 1, provisioner: [{ "local-exec": {} }], lifecycle: { precondition: [{}] } } } },
    import: [{ to: "a.b" }],
  };
  expect(JSON.parse(left(JSON.stringify(json), "main.tf.json"))).toEqual({
    terraform: { required_providers: {} },
    provider: { aws: [{ alias: "a" }, { region: "r" }] },
    resource: { a: { b: { x: 1, lifecycle: {} } } },
  });
});

test.each([
  ["main.tf", "resource {"],
  ["main.tf.json", "{"],
])("leaves %s as it is where it is not valid", (file, text) => {
  expect(withoutEffects(file, text)).toEqual({ text, body: undefined });
});

test("leaves JSON as it is where there is nothing to remove", () => {
  const text = '{"locals":   {"a": 1}}\n';
  expect(withoutEffects("main.tf.json", text).text).toBe(text);
});

test.each<[string, "version" | "configuration_aliases", string, string]>([
  [
    "main.tf",
    "version",
    'terraform {\n  required_providers {\n    aws = { source = "x", version = "~> 5.0, != 5.1" }\n  }\n}\nlocals { version = "1" }',
    'terraform { required_providers { aws = { source = "x", } } } locals { version = "1" }',
  ],
  [
    "main.tf",
    "configuration_aliases",
    "terraform {\n  required_providers {\n    aws = {\n      configuration_aliases = [aws.a,\n aws.b]\n    }\n  }\n}",
    "terraform { required_providers { aws = { } } }",
  ],
  [
    "main.tf.json",
    "version",
    '{"terraform":{"required_providers":{"aws":{"version":"5","source":"x"}}}}',
    '{ "terraform": { "required_providers": { "aws": { "source": "x" } } } }',
  ],
  ["main.tf.json", "version", '{"locals":{"version":"1"}}', '{"locals":{"version":"1"}}'],
])("of required_providers in %s removes %s", (file, name, text, expected) => {
  expect(withoutInRequiredProviders(file, text, name).replaceAll(/\s+/g, " ")).toBe(expected);
});
