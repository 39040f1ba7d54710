/**
 * Checks the Terraform of others: every configuration in a folder of cloned repositories. It fetches nothing, and writes
 * nothing into the clones.
 *
 * ```sh
 * git clone https://github.com/terraform-aws-modules/terraform-aws-kms /tmp/public/terraform-aws-kms
 * npx tsx scripts/check-public.ts /tmp/public
 * npx tsx scripts/check-public.ts /tmp/public answers.json --json
 * ```
 *
 * `answers.json` has what the Terraform does not say, by repository and path: accounts of providers, variables, and
 * attributes of data sources.
 *
 * ```json
 * { "terraform-aws-kms/examples/complete": { "accounts": { "aws.replica": "111111111111" }, "variables": { "name": "acme" } } }
 * ```
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { InputOptions } from "../src/verify/terraform-input";
import type { Result } from "./check-public/check-one";
import { type Configuration, configurationsIn } from "./check-public/configurations";

type Row = Pick<Configuration, "repository" | "path"> & { readonly seconds: number } & Result;

const ROOT = join(__dirname, "..");
const MOST_MINUTES = 15;

function main(folder: string, answersFile: string | undefined, isJson: boolean): void {
  const answers = (
    answersFile === undefined ? {} : JSON.parse(readFileSync(answersFile, "utf8"))
  ) as Readonly<Record<string, InputOptions>>;
  const configurations = configurationsIn(resolve(folder));
  if (configurations.length === 0)
    throw new Error(`${folder} has no repository with S3, KMS or IAM in Terraform`);
  const rows: Row[] = [];
  if (!isJson) console.log(header());
  for (const { repository, path, folder: each } of configurations) {
    const start = performance.now();
    const result = checked(each, answers[`${repository}/${path}`] ?? {});
    const seconds = Math.round((performance.now() - start) / 1000);
    rows.push({ repository, path, seconds, ...result });
    if (!isJson) console.log(line({ repository, path, seconds, ...result }));
  }
  if (isJson) console.log(JSON.stringify(rows, undefined, 2));
}

/** In a process of its own, because a program that meets the Terraform of others can crash or hang. */
function checked(folder: string, options: InputOptions): Result {
  const args = [
    "--import",
    "tsx",
    join(ROOT, "scripts/check-public/check-one.ts"),
    folder,
    JSON.stringify(options),
  ];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: "utf8",
    timeout: MOST_MINUTES * 60_000,
  });
  if (error !== undefined)
    return { problem: `s3porter did not end within ${MOST_MINUTES} minutes: ${error.message}` };
  if (status !== 0) return { problem: `s3porter crashed: ${stderr.trim()}` };
  return JSON.parse(stdout) as Result;
}

const COLUMNS = [
  "repository",
  "configuration",
  "buckets, keys, principals",
  "policies (unknown)",
  "accounts named",
  "principals × buckets",
  "can / cannot / half-granted / unknown",
  "outsiders",
  "flaws",
  "not read",
  "exit code",
  "seconds",
];

function header(): string {
  return [cells(COLUMNS), cells(COLUMNS.map(() => "---"))].join("\n");
}

/** What could not be checked has the reason instead of numbers. */
function line({ repository, path, seconds, ...result }: Row): string {
  if ("problem" in result) return cells([repository, path, result.problem.replaceAll(/\s+/g, " ")]);
  const { can, cannot, half, unknown } = result.operations;
  const flaws = Object.entries(result.flaws).map(([id, count]) => (count === 1 ? id : `${id} × ${count}`));
  return cells([
    repository,
    path,
    `${result.buckets}, ${result.keys}, ${result.principals}`,
    `${result.policies} (${result.unknownPolicies})`,
    String(result.namedAccounts),
    String(result.connections),
    `${can} / ${cannot} / ${half} / ${unknown}`,
    String(result.outsiders),
    flaws.join(", ") || "none",
    String(result.notRead),
    String(result.exitCode),
    String(seconds),
  ]);
}

function cells(texts: readonly string[]): string {
  return `| ${texts.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
}

const args = process.argv.slice(2);
const [folder, answersFile] = args.filter((arg) => arg !== "--json");
if (folder === undefined)
  throw new Error(
    "usage: tsx scripts/check-public.ts <folder of cloned repositories> [answers.json] [--json]",
  );
main(folder, answersFile, args.includes("--json"));
