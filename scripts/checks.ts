/** Writes `docs/checks.md` from the checks of the linter; with --check, says whether it is up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { type Block, renderBlock } from "../src/export/hcl/block";
import type { Entry } from "../src/export/hcl/layout";
import { renderValue, type Value, type ValueMap } from "../src/export/hcl/value";
import { DESCRIBED } from "../src/prove/check/findings";
import type { Check, Example } from "../src/prove/lint/check";
import { CHECKS } from "../src/prove/lint/lint";
import { isCheck } from "./generated-page";

const PAGE = join(__dirname, "..", "docs", "checks.md");

const INTRODUCTION = `# Checks

<!-- written by npm run checks -->

These checks find mistakes in the policies and settings of buckets, keys, roles and users, whoever wrote the Terraform
and whatever it is for. An **error** means that AWS refuses something, that access fails, or that strangers have access.
A **warning** means that it works but is probably not meant.

The examples are parts of one estate, which is right otherwise: the role \`/team/Porter\` of account 222222222222 reads
\`acme-source\` in account 111111111111, and \`acme-source\` is replicated to \`acme-destination\` in account
222222222222. Each bucket has a KMS key and a Bucket Key. An example of a policy has the statements that are added to
it. An example in Terraform has the arguments that differ.
`;

async function page(): Promise<string> {
  const contents = [...DESCRIBED, ...CHECKS].map(
    ({ id, severity, title }) => `| [\`${id}\`](#${id}) | ${severity} | ${escaped(title)} |`,
  );
  const text = [
    INTRODUCTION,
    "| check | severity | what it finds |",
    "| --- | --- | --- |",
    ...contents,
    "",
    ...DESCRIBED.map((each) => [...headOf(each), linkTo(each)].join("\n")),
    ...CHECKS.map(sectionOf),
  ].join("\n");
  return format(text, { ...(await resolveConfig(__filename)), parser: "markdown", proseWrap: "always" });
}

function sectionOf(check: Check): string {
  return [
    ...headOf(check),
    "Bad:",
    "",
    ...rendered(check.bad),
    "Good:",
    "",
    ...rendered(check.good),
    linkTo(check),
  ].join("\n");
}

type Head = Pick<Check, "id" | "severity" | "title" | "why" | "remedy" | "page">;

function headOf({ id, severity, title, why, remedy }: Head): string[] {
  return [
    `## ${id}`,
    "",
    `**${escaped(title)}** (${severity}). ${escaped(why)}`,
    "",
    `What to do: ${escaped(remedy)}`,
    "",
  ];
}

function linkTo({ page }: Head): string {
  return `[AWS documentation](${page})\n`;
}

/** `*` is an action, not emphasis. */
function escaped(text: string): string {
  return text.replaceAll(/[*_<>]/g, "\\$&");
}

const POLICIES = {
  bucketPolicy: "the bucket policy of `acme-source`",
  keyPolicy: "the key policy of `acme-source`'s key",
  trustPolicy: "the trust policy of `/team/Porter`",
  identityPolicy: "the identity policy of `/team/Porter`",
} as const;

function rendered(example: Example): string[] {
  const statements = (Object.keys(POLICIES) as (keyof typeof POLICIES)[]).flatMap((policy) => {
    const [first, ...others] = example[policy] ?? [];
    if (first === undefined) return [];
    const shown = others.length === 0 ? first : [first, ...others];
    return [`In ${POLICIES[policy]}:`, "", "```json", shortened(JSON.stringify(shown)), "```", ""];
  });
  const providers = Object.entries(example.providers ?? {}).map(([alias, values]) =>
    renderBlock({ type: "provider", labels: ["aws"], body: bodyOf({ alias, ...values } as ValueMap) }),
  );
  const resources = Object.entries(example.resources ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, values]) =>
      values === null
        ? `# without ${type}.${name}`
        : renderBlock({ type: "resource", labels: [type, name], body: bodyOf(values as ValueMap) }),
    ),
  );
  const blocks = [...providers, ...resources];
  if (blocks.length === 0) return statements;
  const most = 4;
  const rest = blocks.length - most;
  const shown = [...blocks.slice(0, most), ...(rest > 0 ? [`# and ${rest} more like these`] : [])];
  return [...statements, "```hcl", shortened(shown.join("\n\n")), "```", ""];
}

/** Text that is long on purpose. */
function shortened(text: string): string {
  return text.replaceAll(/x{50,}/g, (long) => `xxx … (${long.length.toLocaleString("en-US")} characters)`);
}

const POLICY_ARGUMENTS: ReadonlySet<string> = new Set(["policy", "assume_role_policy"]);
/** Their values are addresses, not text. */
const ADDRESSES: ReadonlySet<string> = new Set(["provider", "depends_on"]);

function bodyOf(values: ValueMap): Block["body"] {
  const attributes: Entry[] = [];
  const blocks: Block[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    if (POLICY_ARGUMENTS.has(name)) attributes.push({ name, value: `jsonencode(${renderValue(value)})` });
    else if (ADDRESSES.has(name)) attributes.push({ name, value: renderValue(value).replaceAll('"', "") });
    else if (isBlock(value)) blocks.push({ type: name, labels: [], body: bodyOf(value) });
    else attributes.push({ name, value: renderValue(value) });
  }
  return [attributes, ...blocks];
}

function isBlock(value: Value): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export async function main(check = isCheck()): Promise<void> {
  const current = await page();
  if (!check) return writeFileSync(PAGE, current);
  if (current === readFileSync(PAGE, "utf8")) return;
  console.error("docs/checks.md is not what the checks in src/prove/lint say; run npm run checks.");
  process.exitCode = 1;
}

if (require.main === module) void main();
