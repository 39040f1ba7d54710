/** The examples of the README and of docs/ are what they seem to be. `pages.test.ts` runs the commands. */
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { PERMISSIONS } from "../../src/policy/actions";
import { flawsText } from "../../src/report/flaw-text";
import { proofText } from "../../src/report/proof-text";
import { intentsOf } from "../../src/topology/intents";
import { type NamedTopology, readTopologies } from "../../src/topology/folder";
import { loadTopology } from "../../src/topology/load";
import { isTopologyError } from "../../src/topology/problem";
import { proveTopology } from "../../src/verify/topology";
import { proofOf } from "../support/provable";
import { temporaryFolder } from "../support/temporary-folder";
import { runAgain } from "../support/run-again";
import { resolve } from "../../src/topology/resolve";

const ROOT = join(__dirname, "../..");
const README = page("README.md");
const TOPOLOGY = page("docs/topology.md");

function page(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

function examples(language: string, text = README): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(
    ([, example = ""]) => example,
  );
}

const firstTopology = examples("yaml")[0] ?? "";

test("the first topology is that of copy-with-role", () => {
  const stack = readFileSync(join(ROOT, "stacks", "copy-with-role.yaml"), "utf8");
  expect(loadTopology(firstTopology)).toEqual(parse(stack));
});

test("the first screen starts, shows both pictures, and links to the tutorial and the index", () => {
  const screen = README.slice(0, README.indexOf("\n## "));
  expect(screen.split("\n").length).toBeLessThan(60);
  for (const shown of [
    "npx s3porter init",
    "docs/images/copy-with-role.svg",
    "docs/images/report-copy-with-role.png",
    "docs/tutorial.md",
    "docs/README.md",
  ])
    expect(screen).toContain(shown);
});

test.each(readdirSync(join(ROOT, "stacks")).filter((file) => file.endsWith(".yaml")))(
  "a how-to guide is about %s, and the index names it",
  (file) => {
    const stack = basename(file, ".yaml");
    const guides = readdirSync(join(ROOT, "docs/how-to")).map((name) => page(`docs/how-to/${name}`));
    expect(guides.some((text) => text.includes(`init --template ${stack} `))).toBe(true);
    expect(page("docs/README.md")).toContain(`\`${stack}\``);
  },
);

const [repeated = "", ...topologies] = examples("yaml", TOPOLOGY).sort(
  (a, b) => Number(b.includes("for_each")) - Number(a.includes("for_each")),
);

test.each(topologies)("this is a topology: %s", (text) => {
  // A policy that is merged is read from its file.
  const expected = parse(text, (key, value: unknown) =>
    key === "merge" ? expect.any(Object) : value,
  ) as unknown;
  expect(loadTopology(text, join(ROOT, "stacks", "docs.yaml"))).toEqual(expected);
});

test("the topology with for_each is a proved stack for each row of its CSV file", () => {
  const { path, remove } = temporaryFolder();
  writeFileSync(join(path, "partners.yaml"), repeated);
  writeFileSync(join(path, "partners.csv"), examples("csv", TOPOLOGY)[0] ?? "");
  const stacks = readTopologies(path);
  remove();
  expect(stacks.map(({ name }) => name)).toEqual(["partners-acme", "partners-umbrella"]);
  for (const stack of stacks) expect(proveTopology(stack).proof.flaws).toEqual([]);
});

test.each(examples("yaml", page("docs/deployment.md")))("this can be added to a topology: %s", (text) => {
  expect(loadTopology(firstTopology + text)).toHaveProperty("backend");
});

test.each(Object.entries(PERMISSIONS))("the row of %s has its actions", (level, needs) => {
  const [, actions = ""] = new RegExp(`^\\| \`${level}\` .*\\|([^|]*)\\|$`, "m").exec(TOPOLOGY) ?? [];
  const named = [...actions.matchAll(/`(\w+)`/g)].map(([, name]) => `s3:${name}`);
  expect(named.sort()).toEqual(needs.flatMap((need) => [...need.actions]).sort());
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

describe("of the proof", () => {
  const { topology } = readTopologies(join(ROOT, "stacks")).find(
    ({ name }) => name === "copy-with-role",
  ) as NamedTopology;
  const golden = readFileSync(join(ROOT, "test", "golden", "copy-with-role.tf.json"), "utf8");
  const [matrix = "", failure = ""] = examples("text", page("docs/how-to/read-a-proof.md")).filter((text) =>
    text.startsWith("copy-with-role is "),
  );

  test("each line that is shown is printed, in this order", () => {
    const printed = proofText("copy-with-role", proofOf(intentsOf(resolve(topology)), JSON.parse(golden)), {
      colour: false,
    });
    const lines = matrix.split("\n").filter((line) => line.trim() !== "…");
    let rest = printed.split("\n");
    for (const line of lines.slice(0, -1)) {
      expect(rest).toContain(line);
      rest = rest.slice(rest.indexOf(line) + 1);
    }
    expect(lines.length).toBeGreaterThan(30);
  });

  test("a failure is as shown", () => {
    const terraform = JSON.parse(golden) as {
      locals: { source_bucket_policy: { Statement: { Action: unknown }[] } };
    };
    const { Statement } = terraform.locals.source_bucket_policy;
    const get = Statement.find(({ Action }) => [Action].flat().includes("s3:GetObjectTagging"));
    Object.assign(get ?? {}, { Action: "s3:GetObject" });
    const printed = flawsText("copy-with-role", proofOf(intentsOf(resolve(topology)), terraform).flaws, {
      colour: false,
    });
    expect(printed.startsWith(failure.trimEnd())).toBe(true);
    expect(failure).toContain("repair:");
  });
});

test("the runbook is as shown", () => {
  const golden = JSON.parse(readFileSync(join(ROOT, "test", "golden", "copy-with-role.tf.json"), "utf8")) as {
    output: { runbook: { value: string } };
  };
  const text = page("docs/deployment.md");
  const shown = text.slice(text.indexOf("[profile porter]")).split("```")[0] ?? "";
  const lines = (text: string) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines(golden.output.runbook.value)).toEqual(lines(shown));
});

test("the TypeScript synthesizes", () => {
  const example = examples("ts", page("docs/how-to/typescript.md"))[0] ?? "";
  const { path, remove } = temporaryFolder({ "main.ts": example });
  symlinkSync(join(ROOT, "node_modules"), join(path, "node_modules"));
  const told = jest.spyOn(console, "error");
  process.chdir(path);
  try {
    runAgain(join(path, "main.ts"));
    expect(told).not.toHaveBeenCalled();
    const stack = JSON.parse(readFileSync("cdktf.out/stacks/copy/cdk.tf.json", "utf8")) as {
      resource: object;
    };
    expect(Object.keys(stack.resource)).toContain("aws_s3_bucket_replication_configuration");
  } finally {
    told.mockRestore();
    process.chdir(ROOT);
    remove();
  }
});
