/** Limits as people get them wrong: they do not close what they should, or they break what was granted. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import type { ChangeableTerraform } from "../fixtures/changed-stack";
import { proofOf } from "../support/provable";

const TOPOLOGY = `
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
  copy: { id: "333333333333", region: eu-west-1 }
buckets:
  lake: { account: data, name: acme-lake, minimum_tls: "1.2", deny_sse_c: true }
  copy: { account: copy, name: acme-copy, minimum_tls: "1.3" }
principals:
  reader:
    account: apps
    role: acme-reader
    mfa: true
    assumed_by: ["arn:aws:iam::222222222222:user/ann", "arn:aws:iam::222222222222:root"]
access:
  - { principal: reader, bucket: lake, allow: read_write }
replication:
  - { from: lake, to: copy }
`;

type Statement = { Condition: Record<string, Record<string, unknown>> } & Record<string, unknown>;

/** The problems of the stack after a change of one statement. */
function problemsOf(local: string, sid: string, change: (statement: Statement) => void): string {
  const model = resolve(loadTopology(TOPOLOGY));
  const { terraform } = topologyTerraform("stack", model);
  const changed = JSON.parse(JSON.stringify(terraform)) as ChangeableTerraform;
  const statement = changed.locals[local]?.Statement.find(({ Sid }) => Sid === sid);
  if (!statement) throw new Error(`local.${local} has no statement ${sid}`);
  change(statement as unknown as Statement);
  return proofOf(intentsOf(model), changed)
    .flaws.map(({ part, problem }) => `${part}: ${problem}`)
    .join("\n");
}

test("as it is, it is proved", () => {
  expect(problemsOf("lake_bucket_policy", "DenyOldTls", () => undefined)).toBe("");
});

test.each<[string, string, string, Statement["Condition"], RegExp]>([
  [
    "TLS 1.2 is denied with the versions before it",
    "lake_bucket_policy",
    "DenyOldTls",
    { NumericLessThanEquals: { "s3:TlsVersion": "1.2" } },
    /complete: acme-reader lacks permission for aws s3 ls on acme-lake/,
  ],
  [
    "requests of S3, which do not say their version of TLS, are denied",
    "copy_bucket_policy",
    "DenyOldTls",
    { NumericLessThanIfExists: { "s3:TlsVersion": "1.3" } },
    /complete: acme-lake-replication lacks permission for replication \(of an object\) from acme-lake to acme-copy/,
  ],
  [
    "a version is older than what was asked for",
    "copy_bucket_policy",
    "DenyOldTls",
    { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    /nothing else: an administrator of account 333333333333 can do GET with TLS 1.2 on acme-copy/,
  ],
  [
    "only SSE-C with one algorithm is denied",
    "lake_bucket_policy",
    "DenyCustomerProvidedKey",
    { StringEquals: { "s3:x-amz-server-side-encryption-customer-algorithm": "AES128" } },
    /nothing else: an administrator of account 111111111111 can do PUT with SSE-C on acme-lake/,
  ],
  [
    "long-term keys do not say that there was no MFA",
    "reader_trust_policy",
    "AssumeRole",
    { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } },
    /nothing else: ann can do assuming the role with long-term keys on acme-reader, which must be refused/,
  ],
  [
    "MFA is not asked for",
    "reader_trust_policy",
    "AssumeRole",
    {},
    /nothing else: ann can do assuming the role without MFA on acme-reader/,
  ],
  [
    "there must be no MFA",
    "reader_trust_policy",
    "AssumeRole",
    { Bool: { "aws:MultiFactorAuthPresent": "false" } },
    /complete: ann lacks permission for assuming the role on acme-reader/,
  ],
])("%s", (_, local, sid, condition, problem) => {
  expect(problemsOf(local, sid, (statement) => (statement.Condition = condition as never))).toMatch(problem);
});
