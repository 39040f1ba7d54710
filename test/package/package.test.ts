/** The package as npm installs it, without this repository. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cdktnModules } from "../support/cdktn";
import { npmPackage } from "../support/npm-package";
import { REPOSITORY } from "../support/repository";
import { temporaryFolder } from "../support/temporary-folder";
import { TSX } from "../support/tsx";

const MEGABYTE = 1_000_000;

const { path: folder, remove } = temporaryFolder({ "package.json": "{}" });
const installed = join(folder, "node_modules", "s3porter");
afterAll(remove);

beforeAll(() => {
  execFileSync("npm", ["install", ...QUIET, npmPackage(folder)], { cwd: folder });
  mkdirSync(join(folder, "stacks"));
  cpSync(join(REPOSITORY, "stacks/copy-with-role.yaml"), join(folder, "stacks/copy-with-role.yaml"));
});

/** The options of `check` for a policy alone. */
const POLICY = [
  ...["--identity-policy", "policy.json", "--principal", "arn:aws:iam::111111111111:role/reader"],
  ...["--bucket-name", "acme-data", "--bucket-account", "111111111111"],
];

const QUIET = ["--prefer-offline", "--no-audit", "--no-fund"];

function s3porter(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, "node_modules/.bin/s3porter"), ...args],
    { cwd: folder, encoding: "utf8", env: { ...process.env, ...env } },
  );
  return { status, stdout, stderr };
}

test("it installs less than 60 MB, and nothing of CDKTF", () => {
  const modules = join(folder, "node_modules");
  const kilobytes = execFileSync("du", ["-sk", modules], { encoding: "utf8" });
  expect(Number.parseInt(kilobytes) * 1024).toBeLessThan(60 * MEGABYTE);
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

/** The names of the packages, as an app changes them. */
const ON_CDKTN = [
  ['"cdktf"', '"cdktn"'],
  ['"@cdktf/provider-aws/', '"@cdktn/provider-aws/'],
  ['"s3porter"', '"s3porter/cdktn"'],
] as const;

const TSC = join(REPOSITORY, "node_modules/typescript/bin/tsc");
const COMMON_JS = ["--module", "commonjs", "--moduleResolution", "node10"];
const NODE_16 = ["--module", "node16"];

describe.each([
  {
    library: "CDKTF",
    modules: () => join(REPOSITORY, "node_modules"),
    packages: ["cdktf", "constructs", "@cdktf/provider-aws"],
    renamed: [],
    resolutions: [NODE_16],
  },
  {
    library: "CDK Terrain",
    modules: cdktnModules,
    packages: ["cdktn", "constructs", "@cdktn/provider-aws"],
    renamed: ON_CDKTN,
    resolutions: [NODE_16, COMMON_JS],
  },
])("in an app with $library", ({ library, modules, packages, renamed, resolutions }) => {
  const app = join(folder, library);

  beforeAll(() => {
    cpSync(join(REPOSITORY, "examples/other-settings"), app, { recursive: true });
    const main = readFileSync(join(app, "main.ts"), "utf8");
    writeFileSync(
      join(app, "main.ts"),
      renamed.reduce((text, [before, after]) => text.replaceAll(before, after), main),
    );
    installIn(app, modules(), packages);
  });

  test.each(resolutions)("the constructs have types with %s %s", (...resolution) => {
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", ...resolution];
    const { stdout } = spawnSync(process.execPath, [TSC, ...options, "main.ts"], {
      cwd: app,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
  });

  test("the app writes its stack", () => {
    const { status, stderr } = spawnSync(process.execPath, [...TSX, "main.ts"], {
      cwd: app,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
    expect(existsSync(join(app, "cdktf.out/stacks/other-settings/cdk.tf.json"))).toBe(true);
  });

  test("the command proves its stack, and leaves cdktf.out as it is", () => {
    rmSync(join(app, "cdktf.out"), { recursive: true });
    const command = [process.execPath, ...TSX, "main.ts"].join(" ");
    writeFileSync(join(app, "cdktf.json"), JSON.stringify({ language: "typescript", app: command }));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(app, "node_modules/s3porter/bin/s3porter.js"), "prove"],
      { cwd: app, encoding: "utf8" },
    );
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^other-settings is proved\n/);
    expect(existsSync(join(app, "cdktf.out"))).toBe(false);
  });
});

/** The package in an app, with packages of other folders. */
function installIn(app: string, modules: string, packages: readonly string[]): void {
  for (const name of packages) {
    mkdirSync(dirname(join(app, "node_modules", name)), { recursive: true });
    symlinkSync(join(modules, name), join(app, "node_modules", name));
  }
  symlinkSync(join(REPOSITORY, "node_modules/@types"), join(app, "node_modules/@types"));
  // Node.js looks for what a package needs beside the package.
  cpSync(installed, join(app, "node_modules/s3porter"), { recursive: true });
}

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
