/** That the committed modules are what the generator writes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { proveModule } from "../../src/verify/module";
import { proveTopology } from "../../src/verify/topology";
import { moduleFiles } from "../../src/export/module-files";
import { proofText } from "../../src/report/proof-text";
import { readTopologies } from "../../src/topology/folder";
import { MODULES, usageInReadme } from "../support/modules";
import { REPOSITORY } from "../support/repository";
import { STACKS } from "../support/topologies";

const topologies = readTopologies(STACKS);

test.each(topologies)("modules/$name is up to date; npm run modules writes it anew", (named) => {
  const files = moduleFiles(named, proveTopology(named).proof, join("modules", named.name));
  const folder = join(MODULES, named.name);
  const committed = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== ".s3porter.json")
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  expect(committed.sort()).toEqual([...files.keys()].sort());
  for (const [file, text] of files) expect(readFileSync(join(folder, file), "utf8")).toBe(text);
});

test.each(topologies)("modules/$name is proved with the same matrix as its stack", async (named) => {
  const [ofStack, ofModule] = [
    proveTopology(named).proof,
    (await proveModule(join(MODULES, named.name))).proof,
  ];
  expect(ofStack.flaws).toEqual([]);
  expect(proofText(named.name, ofModule, { colour: false })).toBe(
    proofText(named.name, ofStack, { colour: false }),
  );
});

test.each(topologies)("modules/$name has no toggles", ({ name }) => {
  const folder = join(MODULES, name);
  const texts = readdirSync(folder)
    .filter((file) => file.endsWith(".tf"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
  expect(texts).not.toMatch(/^\s*(count|for_each)\s*=|\bdynamic\s+"|\btry\(|type\s*=.*\bany\b/m);
  expect(texts).not.toMatch(/^provider "|^\s*backend "/m);
});

// As in https://github.com/terraform-linters/tflint-ruleset-terraform/tree/main/docs/rules
test.each(topologies)("modules/$name has nothing for tflint to find", ({ name }) => {
  const [module = "", example = ""] = [".", "examples/basic"].map((folder) => {
    const files = readdirSync(join(MODULES, name, folder)).filter((file) => file.endsWith(".tf"));
    expect(files).toEqual(expect.arrayContaining(["main.tf", "outputs.tf", "variables.tf", "versions.tf"]));
    const texts = files.map((file) => {
      const text = readFileSync(join(MODULES, name, folder, file), "utf8");
      if (file !== "variables.tf") expect(blocks(text, "variable")).toEqual([]);
      if (file !== "outputs.tf") expect(blocks(text, "output")).toEqual([]);
      return text;
    });
    return texts.join("\n");
  });
  for (const root of [module, example]) {
    expect(root).toMatch(/^ {2}required_version += ".+"$/m);
    expect(root).toMatch(/^ {6}source += "hashicorp\/aws"\n {6}version += ".+"$/m);
    expect(root).not.toMatch(/^\s*(\/\/|\/\*)/m);
    expect(root).not.toMatch(/"\$\{[^{}"]*\}"|\blookup\(|[!=]= \[\]|terraform\.workspace/);
    for (const [, output] of blocks(root, "output")) expect(output).toMatch(/^ {2}description += ".+"$/m);
  }
  for (const [, variable] of blocks(module, "variable"))
    expect(variable).toMatch(/^ {2}type += .+\n {2}description += ".+"$/m);
  const locals = blocks(module, "locals").flatMap(([, body]) =>
    [...body.matchAll(/^ {2}(\S+) +=/gm)].map(([, local]) => `local.${local}`),
  );
  const variables = blocks(module, "variable").map(([[variable]]) => `var.${variable}`);
  const data = blocks(module, "data").map(([labels]) => `data.${labels.join(".")}`);
  const declared = [...locals, ...variables, ...data];
  expect(declared.filter((address) => !/^[a-z]+(\.[a-z][a-z0-9_]*)+$/.test(address))).toEqual([]);
  // A validation is no use of its own variable.
  const uses = module.replaceAll(/^ {2}validation \{.*?^ {2}\}$/gms, "");
  // What each plan checks of a bucket that exists is not used elsewhere.
  const used = declared.filter((address) => !address.startsWith("data.aws_cloudcontrolapi_resource."));
  expect(used.filter((address) => !new RegExp(`\\b${address}\\b`).test(uses))).toEqual([]);
});

/** The labels and the body of each block of a type. */
function blocks(text: string, type: string): [labels: string[], body: string][] {
  return [...text.matchAll(new RegExp(`^${type} ?(.*?) ?\\{\\n(.*?)^\\}$`, "gms"))].map(
    ([, labels = "", body = ""]) => [labels.split(" ").map((label) => label.slice(1, -1)), body],
  );
}

test.each(topologies)(
  "modules/$name is called in its README with all its providers",
  ({ name, topology }) => {
    const usage = usageInReadme(name);
    const managed = Object.entries(topology.accounts).filter(([, { managed }]) => managed !== false);
    const accounts = managed.map(([account]) => account);
    expect(usage.match(/^provider "aws" \{$/gm)).toHaveLength(accounts.length);
    for (const account of accounts)
      expect(usage).toMatch(new RegExp(`[ {]aws\\.${account} += aws\\.${account}(?: \\})?$`, "m"));
  },
);

test.each(topologies)("docs/modules.md says what modules/$name measures", ({ name }) => {
  const texts = new Map(
    readdirSync(join(MODULES, name))
      .filter((file) => file.endsWith(".tf"))
      .map((file) => [file, readFileSync(join(MODULES, name, file), "utf8")]),
  );
  const whole = [...texts.values()].join("");
  const usage = usageInReadme(name);
  const measured = [
    lines(whole).length,
    lines(whole).filter(isCode).length,
    lines(texts.get("policies.tf") ?? "").filter(isCode).length,
    whole.match(/^variable /gm)?.length,
    lines(usage.slice(usage.indexOf("module "))).filter(isCode).length,
    whole.match(/^resource /gm)?.length,
  ];
  const docs = readFileSync(join(REPOSITORY, "docs", "modules.md"), "utf8");
  const [row = ""] = new RegExp(`^\\| \\[\`${name}\`\\].*$`, "m").exec(docs) ?? [];
  expect(row.split("|").slice(2, -1).map(Number)).toEqual(measured);
});

/** Each ends with a line break. */
function lines(text: string): string[] {
  return text.split("\n").slice(0, -1);
}

function isCode(line: string): boolean {
  return !/^\s*(#|$)/.test(line);
}

test("no module has a path of this machine", () => {
  for (const { name } of topologies)
    for (const entry of readdirSync(join(MODULES, name), { recursive: true, withFileTypes: true }))
      if (entry.isFile())
        expect(readFileSync(join(entry.parentPath, entry.name), "utf8")).not.toContain(process.cwd());
});
