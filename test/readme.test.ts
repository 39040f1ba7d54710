/** The examples of the README are what they seem to be. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { loadTopology } from "../src/topology/load";
import { isTopologyError } from "../src/topology/problem";

const ROOT = join(__dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

function examples(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(
    ([, text = ""]) => text,
  );
}

const firstTopology = examples("yaml")[0] ?? "";

test("the first topology is that of copy-with-role", () => {
  const stack = readFileSync(join(ROOT, "stacks", "copy-with-role.yaml"), "utf8");
  expect(loadTopology(firstTopology)).toEqual(parse(stack));
});

test.each(examples("yaml").slice(1))("this can be added to a topology: %s", (text) => {
  expect(loadTopology(firstTopology + text)).toHaveProperty("backend");
});

test("a message is as shown", () => {
  const [, message = ""] = /^stacks\/copy\.yaml:.*$/m.exec(README)?.[0].match(/^[^:]*:\d+:\d+: (.*)$/) ?? [];
  try {
    loadTopology(
      firstTopology.replace("{ account: source, name", "{ account: sorce, name"),
      "stacks/copy.yaml",
    );
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    expect(error.message).toContain(message);
  }
  expect(message).not.toBe("");
});

test("the runbook is as shown", () => {
  const golden = JSON.parse(readFileSync(join(ROOT, "test", "golden", "copy-with-role.tf.json"), "utf8")) as {
    output: { runbook: { value: string } };
  };
  const shown = README.slice(README.indexOf("[profile porter]")).split("```")[0] ?? "";
  const lines = (text: string) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines(golden.output.runbook.value)).toEqual(lines(shown));
});

test("the TypeScript synthesizes", () => {
  const folder = mkdtempSync(join(tmpdir(), "s3porter-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    for (const name of ["cdktf", "constructs", "@cdktf"]) {
      symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
    }
    writeFileSync(
      join(folder, "main.ts"),
      (examples("ts")[0] ?? "").replace('"s3porter"', JSON.stringify(join(ROOT, "src"))),
    );
    const { status, stderr } = spawnSync(join(ROOT, "node_modules/.bin/tsx"), ["main.ts"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
    const stack = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/copy/cdk.tf.json"), "utf8")) as {
      resource: object;
    };
    expect(Object.keys(stack.resource)).toContain("aws_s3_bucket_replication_configuration");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
