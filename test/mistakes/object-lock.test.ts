/** What the proof says if Object Lock is not what was asked for, or if locked objects cannot be replicated. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { prove } from "../../src/prove/prove";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { caseOf } from "../../src/verify/topology";

const MODEL = resolve(
  loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
  copies: { id: "222222222222", region: eu-west-1 }
buckets:
  ledger: { account: data, name: acme-ledger, object_lock: { mode: compliance, years: 7 } }
  copy: { account: copies, name: acme-copy, object_lock: true }
  scratch: { account: copies, name: acme-scratch }
replication:
  - { from: ledger, to: copy }
`),
);

interface Terraform {
  locals: Record<string, { Statement: { Action: string[] }[] }>;
  resource: Record<string, Record<string, Record<string, unknown>>>;
}

function flawsOf(change: (terraform: Terraform) => void): string[] {
  const { terraform } = topologyTerraform("ledger", MODEL);
  change(terraform as Terraform);
  const { intents, estate } = caseOf(MODEL, terraform);
  return prove(intents, estate).flaws.map(({ part, problem }) => `${part}: ${problem}`);
}

const LOCK = "aws_s3_bucket_object_lock_configuration";
const locksOf = ({ resource }: Terraform) => resource[LOCK] ?? {};

test("it is proved", () => {
  expect(flawsOf(() => undefined)).toEqual([]);
});

test.each<[string, (terraform: Terraform) => void, RegExp]>([
  ...["s3:GetObjectRetention", "s3:GetObjectLegalHold"].map(
    (action): [string, (terraform: Terraform) => void, RegExp] => [
      `a role without ${action}`,
      ({ locals }) => {
        for (const statement of locals.ledger_replication_identity_policy?.Statement ?? [])
          statement.Action = [statement.Action].flat().filter((each) => each !== action);
      },
      new RegExp(`^complete: .* lacks permission for replication \\(of a locked object\\) .*: ${action} on `),
    ],
  ),
  [
    "a bucket that is not locked",
    (terraform) => delete locksOf(terraform).ledger,
    /^complete: acme-ledger has no Object Lock$/,
  ],
  [
    "a destination that is not locked",
    (terraform) => delete locksOf(terraform).copy,
    /^well-formed: .*acme-ledger has Object Lock, but acme-copy has not/,
  ],
  [
    "a lock that people can bypass",
    (terraform) =>
      Object.assign(locksOf(terraform).ledger ?? {}, {
        rule: { default_retention: { mode: "GOVERNANCE", years: 7 } },
      }),
    /^complete: Object Lock of acme-ledger locks new objects for 7 years in mode GOVERNANCE, but for 7 years in mode COMPLIANCE was asked for$/,
  ],
  [
    "a lock that nobody asked for",
    (terraform) =>
      Object.assign(locksOf(terraform), {
        scratch: { provider: "aws.copies", bucket: "${aws_s3_bucket.scratch.id}" },
      }),
    /^nothing else: Object Lock of acme-scratch was not asked for/,
  ],
  [
    "a lock in the bucket itself that nobody asked for",
    ({ resource }) => Object.assign(resource.aws_s3_bucket?.scratch ?? {}, { object_lock_enabled: true }),
    /^nothing else: Object Lock of acme-scratch was not asked for/,
  ],
])("%s is a flaw", (_, change, message) => {
  expect(flawsOf(change)).toContainEqual(expect.stringMatching(message));
});
