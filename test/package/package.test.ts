/** The package as npm installs it, without this repository. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npmPackage } from "../support/npm-package";
import { REPOSITORY } from "../support/repository";
import { temporaryFolder } from "../support/temporary-folder";
import { LIBRARIES, testInAnApp } from "./in-an-app";
import { NPM_INSTALL } from "./npm-install";

const MEGABYTE = 1_000_000;

const { path: folder, remove } = temporaryFolder({ "package.json": "{}" });
const installed = join(folder, "node_modules", "s3porter");
let packed: string;
afterAll(remove);

beforeAll(() => {
  packed = npmPackage(folder);
  execFileSync("npm", [...NPM_INSTALL, packed], { cwd: folder });
  mkdirSync(join(folder, "stacks"));
  cpSync(join(REPOSITORY, "stacks/copy-with-role.yaml"), join(folder, "stacks/copy-with-role.yaml"));
});

/** The options of `check` for a policy alone. */
const POLICY = [
  ...["--identity-policy", "policy.json", "--principal", "arn:aws:iam::111111111111:role/reader"],
  ...["--bucket-name", "acme-data", "--bucket-account", "111111111111"],
];

function s3porter(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = folder) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, "node_modules/.bin/s3porter"), ...args],
    { cwd, encoding: "utf8", env: { ...process.env, ...env } },
  );
  return { status, stdout, stderr };
}

test("it installs no more than README.md says, and nothing of CDKTF", () => {
  const modules = join(folder, "node_modules");
  const kilobytes = execFileSync("du", ["-sk", modules], { encoding: "utf8" });
  const [, megabytes] =
    /An install takes less than (\d+) MB/.exec(readFileSync(join(installed, "README.md"), "utf8")) ?? [];
  expect(Number.parseInt(kilobytes) * 1024).toBeLessThan(Number(megabytes) * MEGABYTE);
  expect(readdirSync(modules)).not.toContain("cdktf");
  expect(readdirSync(join(modules, "@cdktf"))).toEqual(["hcl2json"]);
});

describe("without CDKTF", () => {
  test("a project starts, and its files are not overwritten", () => {
    const init = ["init", "--template", "replication", "--name", "orders", "--region", "eu-west-1"];
    const { status, stdout, stderr } = s3porter([...init, "--bucket", "source=globex-orders"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("kept package.json, which was there before");
    expect(stdout).toContain("npx s3porter prove orders");
    expect(s3porter(init).status).toBe(2);
    expect(s3porter(["prove", "orders"])).toMatchObject({ status: 0, stderr: "" });
    const [schema] = readFileSync(join(folder, "stacks/orders.yaml"), "utf8").split("\n");
    const [, path = ""] = /\$schema=(.*)$/.exec(schema ?? "") ?? [];
    expect(existsSync(join(folder, "stacks", path))).toBe(true);
    rmSync(join(folder, "stacks/orders.yaml"));
  });

  test("a project for the command line of CDK Terrain starts, is proved, explained and drawn", () => {
    const project = join(folder, "init-cdktn");
    mkdirSync(project);
    const run = (...args: string[]) => s3porter(args, {}, project);
    const { status, stdout, stderr } = run("init", "--cdktn");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("npx cdktn deploy copy-with-role");
    expect(run("validate")).toMatchObject({ status: 0, stderr: "" });
    expect(run("prove")).toMatchObject({ status: 0, stderr: "" });
    const question = ["--as", "porter", "--do", "s3:GetObject", "--on", "source"];
    expect(run("explain", "copy-with-role", ...question)).toMatchObject({ status: 0, stderr: "" });
    const drawn = run("diagram", "copy-with-role");
    expect([drawn.status, drawn.stderr]).toEqual([0, ""]);
    expect(drawn.stdout).toContain("S3Porter");
    expect(run("synth")).toMatchObject({ status: 0, stderr: "" });
    const written = join(project, "cdktf.out/stacks/copy-with-role/cdk.tf.json");
    expect(JSON.parse(readFileSync(written, "utf8"))).toHaveProperty("resource.aws_iam_role");
  });

  test("a topology is valid", () => {
    expect(s3porter(["validate"])).toMatchObject({ status: 0, stderr: "" });
  });

  test("a topology is proved", () => {
    const { status, stdout, stderr } = s3porter(["prove"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("copy-with-role is proved");
  });

  test("its Terraform is what it is in a clone", () => {
    const { status, stdout, stderr } = s3porter(["synth"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("terraform -chdir=cdktf.out/stacks/copy-with-role apply");
    const text = (file: string) => JSON.stringify(JSON.parse(readFileSync(file, "utf8")).resource);
    const golden = text(join(REPOSITORY, "test/golden/copy-with-role.tf.json"));
    expect(text(join(folder, "cdktf.out/stacks/copy-with-role/cdk.tf.json"))).toBe(golden);
  });

  test("a question is answered", () => {
    const question = ["--as", "porter", "--do", "s3:DeleteObject", "--on", "destination"];
    expect(s3porter(["explain", "copy-with-role", ...question])).toMatchObject({ status: 1, stderr: "" });
  });

  test("a module is exported and proved", () => {
    expect(s3porter(["export", "copy-with-role", "--out", "modules/copy"])).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(s3porter(["prove", "--module", "modules/copy"])).toMatchObject({ status: 0, stderr: "" });
  });

  test("policies are checked", () => {
    writeFileSync(
      join(folder, "policy.json"),
      '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }',
    );
    const { stdout, stderr } = s3porter(["check", ...POLICY]);
    expect(stderr).toBe("");
    expect(stdout).toContain("reader");
  });

  test("costs are computed", () => {
    expect(s3porter(["cost", "--objects", "1000", "--gigabytes", "1"])).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  test.each([
    ["s3porter", "run npm install cdktf@0.21 constructs@10 @cdktf/provider-aws@21"],
    ["s3porter/cdktn", "run npm install cdktn@0.24 constructs@10.7 @cdktn/provider-aws@25"],
  ])("the constructs of %s name what to install", (name, message) => {
    const { status, stderr } = spawnSync(process.execPath, ["-e", `require("${name}")`], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });
});

describe("a command loads only what it uses", () => {
  test.each([
    ["--version", ["commander", "fastest-levenshtein"]],
    ["--help", ["commander", "fastest-levenshtein"]],
    ["prove --help", ["commander", "fastest-levenshtein"]],
    ["validate", ["commander", "csv-parse", "fastest-levenshtein", "yaml", "zod"]],
    ["cost --objects 1 --gigabytes 1", ["commander", "fastest-levenshtein", "picocolors", "yaml", "zod"]],
  ])("%s", (line, packages) => {
    expect(loaded(...line.split(" "))).toEqual(packages);
  });

  test("check does without CDKTF, prove does not", () => {
    const checked = loaded("check", ...POLICY);
    expect(checked).toContain("zod");
    expect(checked).not.toContain("cdktf");
    expect(loaded("prove")).toContain("cdktf");
  });
});

/** The packages with a file, or a part of the bundle, that a command loads. */
function loaded(...args: string[]): string[] {
  const { path: coverage, remove } = temporaryFolder();
  s3porter(args, { NODE_V8_COVERAGE: coverage });
  const scripts = readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), "utf8")) as {
      result: readonly { readonly url: string }[];
    };
    return result.flatMap(({ url }) => (url.startsWith("file:") ? [fileURLToPath(url)] : []));
  });
  remove();
  const packages = scripts.flatMap((script) => {
    if (!script.startsWith(join(installed, "dist"))) return [script];
    // What is bundled has a comment with its file.
    return readFileSync(script, "utf8").match(/^ *\/\/ \S*node_modules\/\S+$/gm) ?? [];
  });
  const names = packages.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file);
  return [...new Set(names)].filter((name) => name !== "s3porter").sort();
}

describe.each(LIBRARIES)("in an app with $name", (library) => {
  testInAnApp(library, () => ({ file: packed, app: join(folder, library.name) }));
});

describe("its pages", () => {
  const OWN = "https://github.com/s3porter/s3porter/";

  test("the links of all of them lead somewhere", () => {
    const found = readdirSync(join(installed, "docs"), { recursive: true, encoding: "utf8" });
    const pages = [
      "README.md",
      ...found.filter((file) => file.endsWith(".md")).map((file) => join("docs", file)),
    ];
    expect(pages.length).toBeGreaterThan(30);
    const dead = pages.flatMap((page) => {
      const text = readFileSync(join(installed, page), "utf8").replaceAll(/^( *)```.*?^\1```$/gms, "");
      const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = ""]) => link);
      return links
        .filter((link) => {
          if (link.startsWith(OWN))
            return !existsSync(join(REPOSITORY, link.slice(OWN.length).replace(/^(blob|tree)\/main\//, "")));
          return !link.startsWith("https:") && !existsSync(join(installed, dirname(page), link));
        })
        .map((link) => `${page}: ${link}`);
    });
    expect(dead).toEqual([]);
  });
});
