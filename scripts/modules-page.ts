/** Writes the figures of docs/modules.md, from the modules and from `test/comparison`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readEstate } from "../src/estate/read-estate";
import { list } from "../src/messages/wording";
import { readTopologies } from "../src/topology/folder";
import { check, type Checked } from "../src/verify/check";
import {
  type Caller,
  CALLERS,
  documentsIn,
  linesOfCode,
  mainOf,
  PUBLISHERS,
  type Style,
  type Work,
  WORKS,
} from "../test/comparison/callers";
import { type Evaluated, inputOf, readEvaluated } from "../test/comparison/evaluated";
import { type InstalledModule, sizeOf } from "../test/comparison/modules-of-registry";
import { type Option, OPTIONS } from "../test/comparison/options";
import { newFlaws } from "../test/comparison/new-flaws";
import { isCheck, table, writeParts } from "./generated-page";

const ROOT = join(__dirname, "..");
const TREE = "https://github.com/s3porter/s3porter/tree/main";

const STYLE_TITLES: Readonly<Record<Style, string>> = {
  "with-option": "replication by its option",
  "with-resource": "replication as a resource",
};

/** A column of a comparison, and the cells of its rows. */
interface Column {
  readonly head: string;
  readonly lines: string;
  readonly documents: string;
  readonly resources: string;
  readonly module: string;
  readonly toggles: string;
  readonly check: string;
}

const ROWS: Readonly<Record<Exclude<keyof Column, "head">, string>> = {
  lines: "lines that the caller writes",
  documents: "policies that the caller writes",
  resources: "resources",
  module: "Terraform of the modules",
  toggles: "of that, `dynamic` and `try`",
  check: "`s3porter check` says",
};

function comparison(work: Work): string {
  const columns = [ours(work), ...CALLERS.filter((caller) => caller.work === work).map(theirs)];
  const rows = (Object.keys(ROWS) as (keyof typeof ROWS)[]).map((row) => [
    ROWS[row],
    ...columns.map((column) => column[row]),
  ]);
  return table(["", ...columns.map(({ head }) => head)], rows);
}

function ours(work: Work): Column {
  const { calls, text } = moduleOf(work);
  const { lines, variables, dynamic, try: tries } = sizeOf(join(ROOT, "modules", work));
  const topology = linesOfCode(readFileSync(join(ROOT, "stacks", `${work}.yaml`), "utf8"));
  const golden = readFileSync(join(ROOT, "test/golden", `${work}.tf.json`), "utf8");
  const estate = readEstate(JSON.parse(golden));
  const input = { name: work, placeOf: () => undefined, assumptions: [], keysAreMadeUp: true };
  return {
    head: `[s3porter](${TREE}/modules/${work})`,
    lines: `${linesOfCode(calls)}, or ${topology} of YAML`,
    documents: "none",
    resources: String(resourcesIn(text)),
    module: `${count(lines)} lines, ${variables} variables`,
    toggles: `${dynamic} and ${tries}`,
    check: verdict(check({ ...input, estate })),
  };
}

function theirs(caller: Caller): Column {
  const { name, publisher, style } = caller;
  const evaluated = readEvaluated(caller);
  const called = modulesOf(evaluated, publisher);
  const sum = (of: (module: InstalledModule) => number) =>
    Object.values(called).reduce((total, module) => total + of(module), 0);
  const main = mainOf(caller);
  return {
    head: `[${publisher}](${TREE}/test/comparison/${name}), ${STYLE_TITLES[style]}`,
    lines: String(linesOfCode(main)),
    documents: String(documentsIn(main)),
    resources: String(evaluated.planned + evaluated.sleeps),
    module: `${count(sum(({ lines }) => lines))} lines, ${sum(({ variables }) => variables)} variables`,
    toggles: `${sum(({ dynamic }) => dynamic)} and ${sum((module) => module.try)}`,
    check: verdict(check(inputOf(name, evaluated))),
  };
}

/** Those that the caller names: of a bucket, and of a key. */
function modulesOf({ modules }: Evaluated, publisher: string): Readonly<Record<string, InstalledModule>> {
  return Object.fromEntries(
    Object.entries(modules).filter(([source]) =>
      new RegExp(`^${publisher}/(s3-bucket|kms|kms-key)/`).test(source),
    ),
  );
}

function verdict({ flaws }: Pick<Checked, "flaws">): string {
  if (flaws.length === 0) return "no flaws";
  const kinds = (["error", "warning"] as const).flatMap((severity) => {
    const ids = flaws.filter((flaw) => flaw.severity === severity).map((flaw) => flaw.check);
    if (ids.length === 0) return [];
    return `${ids.length} ${severity}${ids.length === 1 ? "" : "s"}: ${[...new Set(ids)].map(linked).join(", ")}`;
  });
  return kinds.join("; ");
}

function linked(id: string): string {
  return `[\`${id}\`](checks.md#${id})`;
}

function optionsOf(work: Work): string {
  const options = OPTIONS.filter((option) => option.work === work);
  return table(
    ["what the caller writes", "what happens", ...PUBLISHERS],
    options.map((option) => [option.title, option.then, ...PUBLISHERS.map((each) => found(option, each))]),
  );
}

function found(option: Option, publisher: string): string {
  const caller = CALLERS.find(
    ({ work, publisher: of, style }) => work === option.work && of === publisher && style === "with-option",
  );
  if (caller === undefined || option.changes[caller.publisher] === undefined) return "no such option";
  const ids = newFlaws(caller, option.id).map(({ check: id }) => id);
  return ids.includes(option.found) ? linked(option.found) : "not found";
}

/** What was planned, when, and with which versions. */
function versions(): string {
  const all = CALLERS.map((caller) => ({ caller, evaluated: readEvaluated(caller) }));
  const ofPublisher = PUBLISHERS.map((publisher) => {
    const modules = all.flatMap(({ evaluated }) => Object.entries(modulesOf(evaluated, publisher)));
    return [...new Set(modules.map(([source, { version }]) => `\`${source}\` ${version}`))].sort();
  });
  const [dates, tools] = [
    [...new Set(all.map(({ evaluated }) => evaluated.date))],
    [
      ...new Set(
        all.map(
          ({ evaluated: { terraform, provider } }) =>
            `Terraform ${terraform} and \`hashicorp/aws\` ${provider}`,
        ),
      ),
    ],
  ];
  return `Planned on ${list(dates, "and")} with ${list(tools, "and")}: ${list(ofPublisher.flat(), "and")}.`;
}

function allModules(): string {
  const head = [
    "module",
    "lines of Terraform",
    "without comments and empty lines",
    "of that, policies",
    "variables",
    "lines of a call",
    "resources",
  ];
  const rows = readTopologies(join(ROOT, "stacks")).map(({ name }) => {
    const { text, policies, calls } = moduleOf(name);
    const { lines, variables } = sizeOf(join(ROOT, "modules", name));
    const counts = [
      lines,
      linesOfCode(text),
      linesOfCode(policies),
      variables,
      linesOfCode(calls),
      resourcesIn(text),
    ];
    return [`[\`${name}\`](${TREE}/modules/${name})`, ...counts.map(String)];
  });
  return table(head, rows);
}

/** The Terraform of a module of ours, and the call in its README, without the providers. */
function moduleOf(name: string): { text: string; policies: string; calls: string } {
  const folder = join(ROOT, "modules", name);
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  const files = readdirSync(folder).filter((file) => file.endsWith(".tf"));
  const [, usage = ""] = /^```hcl\n(.*?)^```$/ms.exec(read("README.md")) ?? [];
  return {
    text: files.map(read).join(""),
    policies: read("policies.tf"),
    calls: usage.slice(usage.indexOf("module ")),
  };
}

function resourcesIn(text: string): number {
  return text.match(/^resource /gm)?.length ?? 0;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

export async function main(check = isCheck()): Promise<void> {
  const parts = {
    versions: versions(),
    ...Object.fromEntries(
      WORKS.flatMap((work) => [
        [work, comparison(work)],
        [`options of ${work}`, optionsOf(work)],
      ]),
    ),
    "all modules": allModules(),
  };
  await writeParts("docs/modules.md", parts, "npm run modules", "modules/ and test/comparison", check);
}

if (require.main === module) void main();
