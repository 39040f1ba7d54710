/** That what is not proved is not written, by the app that `cdktf synth` runs. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TopologyStack } from "../../src/constructs/topology-stack";
import { manyRoles } from "../fixtures/large-topologies";
import { environment } from "../support/environment";
import { REPOSITORY } from "../support/repository";
import { runAgain } from "../support/run-again";
import { outputFolder, readStackJson } from "../support/synthesize";
import { temporaryFolder } from "../support/temporary-folder";
import { TSX } from "../support/tsx";

const { path: folder, remove } = temporaryFolder();
const stacks = join(folder, "stacks");
mkdirSync(stacks);
cpSync(join(REPOSITORY, "stacks", "copy-with-role.yaml"), join(stacks, "copy.yaml"));
afterAll(remove);

const SETTINGS = { S3PORTER_STACKS: stacks, CDKTF_OUTDIR: outputFolder(folder), CDKTF_CONTEXT_JSON: "{}" };

/** Runs the app as `cdktf synth` does, in a process, which takes a second. */
function run(app: string): { status: number | null; stderr: string; stdout: string } {
  const env = environment(SETTINGS);
  const { status, stderr, stdout } = spawnSync(process.execPath, [...TSX, join(REPOSITORY, app)], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return { status, stderr, stdout };
}

/** Runs the app in this process. */
function runHere(app: string, more: NodeJS.ProcessEnv = {}): { status: number; stderr: string } {
  const env = process.env;
  const told = jest.spyOn(console, "error").mockImplementation();
  const { toTerraform } = TopologyStack.prototype;
  process.env = { ...env, ...SETTINGS, ...more };
  process.exitCode = 0;
  try {
    runAgain(join(REPOSITORY, app), join(REPOSITORY, "main.ts"));
    return { status: process.exitCode, stderr: told.mock.calls.join("\n") };
  } finally {
    // What the broken app changes.
    TopologyStack.prototype.toTerraform = toTerraform;
    process.env = env;
    process.exitCode = undefined;
    told.mockRestore();
  }
}

const BROKEN = "test/fixtures/broken-app.ts";

function written(): string[] {
  const output = join(outputFolder(folder), "stacks");
  return existsSync(output) ? readdirSync(output) : [];
}

test("what is not proved is told and not written", () => {
  const { status, stderr } = runHere(BROKEN);
  expect(status).toBe(1);
  expect(stderr).toContain("copy is not proved: ");
  expect(stderr.replaceAll(/\s+/g, " ")).toContain(
    "no statement of the bucket policy of acme-source in account 111111111111 matches",
  );
  expect(stderr).toContain("Nothing was written.");
  expect(written()).toEqual([]);
});

test("what is proved is written, without a word", () => {
  expect(run("main.ts")).toEqual({ status: 0, stderr: "", stdout: "" });
  expect(written()).toEqual(["copy"]);
});

test("what the proof does not know is noted, and written", () => {
  const topology = readFileSync(join(stacks, "copy.yaml"), "utf8");
  const service = "quantum-storage.amazonaws.com";
  const changed = topology.replace("arn:aws:iam::222222222222:user/destination-admin", service);
  const S3PORTER_STACKS = join(folder, "noted");
  mkdirSync(S3PORTER_STACKS);
  writeFileSync(join(S3PORTER_STACKS, "copy.yaml"), changed);
  const { status, stderr } = runHere("main.ts", { S3PORTER_STACKS });
  expect(status).toBe(0);
  expect(stderr).toContain(
    `"${service}" is not a known service; IAM rejects the policy if the service does not exist, so check the name`,
  );
});

test("a policy that is too long is told with its line, and hides nothing about other stacks", () => {
  const [long, broken] = ["many-a", "many-b"].map((name) => join(stacks, `${name}.yaml`));
  for (const [index, file] of [long, broken].entries())
    writeFileSync(file ?? "", manyRoles(200, "read", `acme-shared-dataset${index}`));
  for (const more of [{}, { S3PORTER_PROOF: "warn" }]) {
    const { status, stderr } = runHere("main.ts", more);
    expect(status).toBe(1);
    expect(stderr).toContain(`many-a: ${long}:`);
    expect(stderr).toContain(`many-b: ${broken}:`);
    expect(stderr).toMatch(/: access\[182\]: the policy of bucket shared would have about 22,/);
    expect(stderr).toContain("Nothing was written.");
  }
  for (const file of [long, broken]) rmSync(file ?? "");
  expect(written()).toEqual(["copy"]);
});

test("what was written before stays when it is not proved any more", () => {
  const before = readStackJson(folder, "copy");
  expect(runHere(BROKEN).status).toBe(1);
  expect(readStackJson(folder, "copy")).toEqual(before);
});

test.each<[string, NodeJS.ProcessEnv]>([
  ["the environment", { S3PORTER_PROOF: "warn" }],
  ["the context", { CDKTF_CONTEXT_JSON: '{ "proof": "warn" }' }],
])("where %s says so, it is written all the same, with a warning", (_, env) => {
  const { status, stderr } = runHere(BROKEN, env);
  expect(status).toBe(0);
  expect(stderr).toContain("copy is not proved: ");
  expect(stderr).toContain("WARNING: These stacks are written although they are not proved");
  expect(JSON.stringify(readStackJson(folder, "copy").locals)).not.toContain(
    '["s3:GetObject","s3:GetObjectTagging"],"Condition":{"ArnEquals"',
  );
});

test("there is no other way to say so", () => {
  const { status, stderr } = runHere("main.ts", { S3PORTER_PROOF: "off" });
  expect([status, stderr.trim()]).toEqual([
    2,
    expect.stringContaining('is "off"; allowed are "fail" (the default) and "warn"'),
  ]);
});

test("a topology that is wrong is told before anything is proved", () => {
  writeFileSync(join(stacks, "wrong.yaml"), "accounts: 7\n");
  const { status, stderr } = runHere("main.ts");
  expect(status).toBe(2);
  expect(stderr).toContain("wrong.yaml:1:");
});
