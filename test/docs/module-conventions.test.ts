/**
 * The modules follow the ruleset "all" of tflint for the language Terraform, which is a Go program:
 * https://github.com/terraform-linters/tflint-ruleset-terraform/blob/main/docs/rules/README.md
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../support/repository";

const MODULES = join(REPOSITORY, "modules");
const NAMES = readdirSync(MODULES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function textIn(folder: string): string {
  const files = readdirSync(folder).filter((file) => file.endsWith(".tf"));
  return files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
}

/** The blocks at the top of a file, such as `variable "tags" { … }`, as terraform fmt lays them out. */
function blocksIn(text: string, type: string) {
  const found = text.matchAll(new RegExp(`^${type}((?: "[^"]*")*) \\{(\\n.*?\\n)?\\}$`, "gms"));
  return [...found].map(([, labels = "", body = ""]) => ({
    labels: [...labels.matchAll(/"([^"]*)"/g)].map(([, label = ""]) => label),
    body,
  }));
}

const FOLDERS = NAMES.flatMap((name) => [join(MODULES, name), join(MODULES, name, "examples/basic")]);

describe.each(FOLDERS.map((folder) => [folder.slice(MODULES.length + 1), folder] as const))(
  "%s",
  (name, folder) => {
    const text = textIn(folder);
    const variables = blocksIn(text, "variable");

    test("terraform_standard_module_structure", () => {
      for (const file of ["main.tf", "variables.tf", "outputs.tf", "versions.tf"])
        expect([file, existsSync(join(folder, file))]).toEqual([file, true]);
      const outside = readdirSync(folder).filter(
        (file) =>
          (file.endsWith(".tf") && file !== "variables.tf" && /^variable /m.test(read(file))) ||
          (file.endsWith(".tf") && file !== "outputs.tf" && /^output /m.test(read(file))),
      );
      expect(outside).toEqual([]);
    });

    test("terraform_documented_variables, terraform_documented_outputs, terraform_typed_variables", () => {
      const outputs = blocksIn(text, "output");
      expect(outputs.length).toBeGreaterThan(0);
      for (const { labels, body } of [...variables, ...outputs])
        expect([labels, /\n {2}description += "[^"]/.test(body)]).toEqual([labels, true]);
      for (const { labels, body } of variables)
        expect([labels, /\n {2}type +=/.test(body)]).toEqual([labels, true]);
    });

    test("terraform_required_version, terraform_required_providers", () => {
      const [{ body } = { body: "" }] = blocksIn(text, "terraform");
      expect(body).toMatch(/\n {2}required_version = ">= \d/);
      expect(body).toMatch(/\n {6}source += "hashicorp\/aws"/);
      expect(body).toMatch(/\n {6}version += ">= \d/);
    });

    test("terraform_unused_declarations", () => {
      const locals = blocksIn(text, "locals").flatMap(({ body }) =>
        [...body.matchAll(/^ {2}(\w+) += /gm)].map(([, local = ""]) => `local.${local}`),
      );
      const data = blocksIn(text, "data").map(({ labels }) => `data.${labels.join(".")}`);
      const declared = [...variables.map(({ labels: [label] }) => `var.${label}`), ...locals, ...data];
      if (!name.endsWith("basic")) expect(declared.length).toBeGreaterThan(5);
      const unused = declared.filter(
        (each) => !new RegExp(`(?<![\\w.])${each.replaceAll(".", "\\.")}(?!\\w)`).test(text),
      );
      // A data source of a bucket or key that exists is a check of its own, which its postconditions or its failure make.
      expect(
        unused.filter((each) => !/^data\.aws_(s3_bucket|kms_key|cloudcontrolapi_resource)\./.test(each)),
      ).toEqual([]);
    });

    test("terraform_naming_convention: snake_case", () => {
      const kinds = ["variable", "output", "data", "resource", "module"];
      const named = kinds.flatMap((kind) => blocksIn(text, kind)).map(({ labels }) => labels.at(-1) ?? "");
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((each) => !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(each))).toEqual([]);
    });

    test("terraform_comment_syntax, terraform_deprecated_interpolation, terraform_deprecated_index, no empty lists compared", () => {
      expect(text).not.toMatch(/^\s*\/\//m);
      expect(text).not.toMatch(/= "\$\{[^}"]*\}"$/m);
      expect(text).not.toMatch(/\w\.\d+\b(?=[\s.\]])(?<=[a-z_]\.\d+)/);
      expect(text).not.toMatch(/[!=]= \[\]/);
    });

    function read(file: string): string {
      return readFileSync(join(folder, file), "utf8");
    }
  },
);

test("terraform_module_pinned_source: the example calls its own module, and the README pins a tag", () => {
  for (const name of NAMES) {
    const [call] = blocksIn(textIn(join(MODULES, name, "examples/basic")), "module");
    expect(call?.body).toContain('source = "../.."');
    expect(readFileSync(join(MODULES, name, "README.md"), "utf8")).toContain(`//modules/${name}?ref=v1.0.0"`);
  }
});

test("the list of modules has all of them", () => {
  const listed = [...readFileSync(join(MODULES, "README.md"), "utf8").matchAll(/^\| \[`([\w-]+)`\]/gm)];
  expect(listed.map(([, name]) => name).sort()).toEqual(NAMES);
});
