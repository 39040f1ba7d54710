/** That the committed modules are what Terraform takes for well written, valid, and right. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environment } from "../support/environment";
import { MODULES } from "../support/modules";
import { run } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";
import { RunningProvider } from "../support/running-provider";
import { type Argument, exchange, policyArguments } from "../support/exchanged-arguments";
import { STACK_NAMES } from "../support/topologies";

const folder = temporaryFolder();
let provider: RunningProvider;

beforeAll(async () => {
  provider = await RunningProvider.start();
});

afterAll(async () => {
  await provider.stop();
  folder.remove();
});

async function terraform(cwd: string, ...args: string[]): Promise<string> {
  return (await run("terraform", args, { cwd, env: environment(provider.environment) })).stdout;
}

test("they are formatted", async () => {
  expect(await terraform(MODULES, "fmt", "-check", "-recursive")).toBe("");
});

describe.each(STACK_NAMES)("%s", (name) => {
  const module = join(folder.path, name);

  beforeAll(async () => {
    cpSync(join(MODULES, name), module, { recursive: true });
    await terraform(module, "init", "-backend=false");
  });

  test("its own tests pass: each statement of each policy, and what each variable refuses", async () => {
    expect(await terraform(module, "test", "-no-color")).toMatch(/Success! \d+ passed, 0 failed\./);
  });
});

// In one run, because each reads the schema of the provider.
describe("tests of a policy fail for each resource with a policy, bucket or key of another one", () => {
  const root = join(folder.path, "exchanged");
  const exchanged = new Map<string, readonly Argument[]>();
  let failures: readonly Failure[];

  beforeAll(async () => {
    mkdirSync(join(root, "tests"), { recursive: true });
    writeFileSync(join(root, "main.tf"), "terraform {}\n");
    for (const name of STACK_NAMES) {
      const module = join(root, name);
      cpSync(join(MODULES, name), module, { recursive: true });
      exchanged.set(name, exchange(module));
      writeFileSync(join(root, testsOf(name)), policyTests(name));
    }
    await terraform(root, "init", "-backend=false");
    failures = await failuresIn(root);
  });

  test.each(STACK_NAMES)("%s", (name) => {
    const all = exchanged.get(name) ?? [];
    expect(all).toEqual(expect.arrayContaining(policyArguments(join(MODULES, name))));
    const found = failures.filter(({ file }) => file === testsOf(name));
    const unnoticed = all.filter((one, index) => {
      const earlier = all.slice(0, index).filter((other) => isSame(one, other));
      return found.filter(({ message }) => isAbout(message, one)).length <= earlier.length;
    });
    expect(unnoticed).toEqual([]);
  });
});

const testsOf = (name: string) => `tests/${name}.tftest.hcl`;

/** The tests of a module's policies, for a root beside it. */
function policyTests(name: string): string {
  const tests = readFileSync(join(MODULES, name, "tests/policies.tftest.hcl"), "utf8");
  return tests.replaceAll(/^run ".*" \{\n/gm, `$&  module {\n    source = "./${name}"\n  }\n`);
}

function isSame(one: Argument, other: Argument): boolean {
  return one.resource === other.resource && one.argument === other.argument;
}

function isAbout(failure: string, { resource, argument }: Argument): boolean {
  // What is handed over is in an output with several policies, or with the statements of one.
  return new RegExp(`\\b${resource}\\b.*\\.${argument}(?:\\.(?:policies|statements)\\S*)? `).test(failure);
}

interface Failure {
  readonly file: string;
  readonly message: string;
}

/** The assertions that fail. */
async function failuresIn(root: string): Promise<Failure[]> {
  const { stdout } = await run("terraform", ["test", "-json"], {
    cwd: root,
    env: environment(provider.environment),
    accept: [1],
  });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const { "@testfile": file = "", diagnostic } = JSON.parse(line) as {
        "@testfile"?: string;
        diagnostic?: { summary: string; detail: string };
      };
      return diagnostic?.summary === "Test assertion failed" ? [{ file, message: diagnostic.detail }] : [];
    });
}

test("a module alone is not valid, as its README says", async () => {
  const validated = await run("terraform", ["validate", "-no-color"], {
    cwd: join(folder.path, "replication"),
    env: environment(provider.environment),
    accept: [1],
  });
  expect(validated.exitCode).toBe(1);
});

test("their examples are valid", async () => {
  const examples = STACK_NAMES.map(
    (name) => `module "${name}" {\n  source = "./${name}/examples/basic"\n}\n`,
  );
  cpSync(MODULES, join(folder.path, "all"), { recursive: true });
  writeFileSync(join(folder.path, "all", "main.tf"), examples.join("\n"));
  await terraform(join(folder.path, "all"), "init", "-backend=false");
  const validated = await terraform(join(folder.path, "all"), "validate", "-no-color");
  expect(validated).toContain("The configuration is valid.");
});

test("Terraform configures replication after versioning at both ends", async () => {
  const module = join(folder.path, "ordered");
  cpSync(join(MODULES, "replication"), module, { recursive: true });
  const example = join(module, "examples", "basic");
  await terraform(example, "init", "-backend=false");
  const graph = await terraform(example, "graph");
  for (const bucket of ["source", "destination"])
    expect(graph).toContain(
      `"module.replication.aws_s3_bucket_replication_configuration.source" -> "module.replication.aws_s3_bucket_versioning.${bucket}";`,
    );
});
