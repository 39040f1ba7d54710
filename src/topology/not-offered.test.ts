import { loadTopology } from "./load";
import { formatProblem, isTopologyError } from "./problem";

const TOPOLOGY = {
  accounts: {
    data: { id: "111111111111", region: "eu-west-1" },
    apps: { id: "222222222222", region: "eu-west-1" },
  },
  keys: { shared: { account: "data" } },
  buckets: { west: { account: "data", name: "acme-west" }, east: { account: "apps", name: "acme-east" } },
  principals: { up: { account: "apps", role: "up", existing: true } },
  access: [{ principal: "up", bucket: "west", allow: ["read"] }],
  replication: [{ from: "west", to: "east" }],
};

function problemsOf(change: (topology: typeof TOPOLOGY) => void): string[] {
  const topology = structuredClone(TOPOLOGY);
  change(topology);
  try {
    loadTopology(JSON.stringify(topology), "a.yaml");
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map((problem) => formatProblem(problem).replace(/^a.yaml:\d+:\d+: /, ""));
  }
}

test("the topology itself has no problem", () => {
  expect(problemsOf(() => undefined)).toEqual([]);
});

test.each<[string, (topology: typeof TOPOLOGY) => void, RegExp]>([
  [
    "a bucket to import",
    ({ buckets }) => Object.assign(buckets.west, { adopt: true }),
    /^buckets.west.adopt: unknown key "adopt"; for a bucket that exists already, write existing: true/,
  ],
  [
    "a VPC endpoint",
    ({ buckets }) => Object.assign(buckets.west, { vpc_endpoints: ["vpce-1"] }),
    /^buckets.west.vpc_endpoints: .*; limit the bucket to networks: restrict_to: \{ vpc_endpoints: \[<id>\]/,
  ],
  [
    "an organization",
    ({ buckets }) => Object.assign(buckets.west, { organization_id: "o-abcde12345" }),
    /^buckets.west.organization_id: .*restrict_to: \{ organization: <id> \}/,
  ],
  [
    "a condition on TLS",
    ({ buckets }) => Object.assign(buckets.west, { tls_version: "1.2" }),
    /^buckets.west.tls_version: .*write minimum_tls/,
  ],
  [
    "SSE-C",
    ({ buckets }) => Object.assign(buckets.west, { block_sse_c: true }),
    /^buckets.west.block_sse_c: .*write deny_sse_c: true/,
  ],
  [
    "somebody denied in access",
    ({ access }) => Object.assign(access[0] as object, { deny: true }),
    /^access\[0\].deny: .*write deny: \[<principal>\] in its entry of buckets/,
  ],
  [
    "MFA by another name",
    ({ principals }) => Object.assign(principals.up, { require_mfa: true }),
    /^principals.up.require_mfa: .*write mfa: true/,
  ],
  [
    "the length of a session",
    ({ principals }) => Object.assign(principals.up, { session_hours: 8 }),
    /^principals.up.session_hours: .*write max_session_duration, in seconds/,
  ],
  [
    "a lifecycle",
    ({ buckets }) => Object.assign(buckets.west, { lifecycle_rules: [] }),
    /configure the rest in your own Terraform/,
  ],
  [
    "a multi-Region key by another name",
    ({ keys }) => Object.assign(keys.shared, { regions: ["us-west-2"] }),
    /^keys.shared.regions: .*write multi_region: true on a key, and replica_of/,
  ],
  [
    "a key's own policy",
    ({ keys }) => Object.assign(keys.shared, { admins: [] }),
    /s3porter derives the key policy from/,
  ],
  [
    "an AWS service",
    ({ principals }) => Object.assign(principals, { up: { aws_service: "delivery.logs.amazonaws.com" } }),
    /^principals.up.aws_service: unknown key "aws_service"; .*write service: <service> with for_accounts/,
  ],
  [
    "an organization",
    ({ principals }) => Object.assign(principals, { up: { org_id: "o-abcde12345", ous: [] } }),
    /^principals.up.org_id: unknown keys "org_id" and "ous"; .* write organization: <id>/,
  ],
  [
    "a source account",
    ({ principals }) => Object.assign(principals.up, { source_account: "222222222222" }),
    /write service: <service> with for_accounts/,
  ],
  [
    "grants without the other side",
    ({ principals }) => Object.assign(principals.up, { grant_only: true }),
    /write managed: false in its entry of accounts/,
  ],
  [
    "a federated trust",
    ({ principals }) =>
      Object.assign(principals, {
        up: {
          account: "apps",
          role: "up",
          assumed_by: ["arn:aws:iam::222222222222:oidc-provider/example.com"],
        },
      }),
    /^principals.up.assumed_by\[0\]: .* cannot be named here; write \{ oidc: <issuer>, subjects: /,
  ],
  [
    "replication of existing objects",
    ({ replication }) => Object.assign(replication[0] as object, { existing_objects: true }),
    /^replication\[0\].existing_objects: .*only new objects/,
  ],
  [
    "an ACL",
    ({ access }) => void access[0]?.allow.push("put_acl"),
    /^access\[0\].allow\[1\]: unknown value "put_acl"; allowed are .*disables ACLs/,
  ],
  [
    "several keys with one answer",
    ({ principals }) =>
      Object.assign(principals, { up: { service_principal: "delivery.logs", source_accounts: ["1"] } }),
    /^principals.up.service_principal: unknown keys "service_principal" and "source_accounts"; for an AWS service/,
  ],
  [
    "a permission set",
    ({ principals }) => Object.assign(principals, { up: { account: "apps", sso_role: "Analyst" } }),
    /^principals.up.sso_role: unknown key "sso_role"; .* write permission_set: <name>/,
  ],
  [
    "an identity provider as a service",
    ({ principals }) =>
      Object.assign(principals, {
        up: { account: "apps", role: "up", assumed_by: ["cognito-identity.amazonaws.com"] },
      }),
    /assumed_by\[0\]: .* cannot be named here; .* users of apps; .* with existing: true$/,
  ],
  [
    "a SAML provider by its ARN",
    ({ principals }) =>
      Object.assign(principals, {
        up: { account: "apps", role: "up", assumed_by: ["arn:aws:iam::222222222222:saml-provider/Okta"] },
      }),
    /assumed_by\[0\]: .* cannot be named here; write \{ saml: <ARN of the provider> \}$/,
  ],
  [
    "a repository instead of a subject",
    ({ principals }) =>
      Object.assign(principals, {
        up: {
          account: "apps",
          role: "up",
          assumed_by: [{ oidc: "token.actions.githubusercontent.com", repository: "acme/site" }],
        },
      }),
    /assumed_by\[0\].repository: unknown key "repository"; write subjects, /,
  ],
  [
    "a session of a role",
    ({ principals }) =>
      Object.assign(principals, {
        up: { account: "apps", role: "up", assumed_by: ["arn:aws:sts::222222222222:assumed-role/a/b"] },
      }),
    /name the role instead of its session/,
  ],
  [
    "an account of somebody else",
    ({ accounts }) => Object.assign(accounts.apps, { external: true }),
    /^accounts.apps.external: .*write managed: false/,
  ],
  [
    "an existing key of a bucket",
    ({ buckets }) => Object.assign(buckets.west, { key: { arn: "x" } }),
    /^buckets.west.key.arn: unknown key "arn"; for a key that exists already, write existing: true and arn/,
  ],
  [
    "the alias of a key",
    ({ buckets }) => Object.assign(buckets.west, { key: "alias/aws/s3" }),
    /^buckets.west.key: "alias\/aws\/s3" is the alias or id of a key; write the ARN of the key: aws kms describe-key --key-id alias\/aws\/s3/,
  ],
  [
    "several prefixes",
    ({ access }) => Object.assign(access[0] as object, { prefix: ["a/", "b/"] }),
    /^access\[0\].prefix: must be text, .*; write one entry of "access" for each$/,
  ],
  [
    "several destinations",
    ({ replication }) => Object.assign(replication[0] as object, { to: ["east"] }),
    /^replication\[0\].to: must be text, .*; write one entry of "replication" for each$/,
  ],
  [
    "both directions",
    ({ replication }) => Object.assign(replication[0] as object, { two_way: true }),
    /write one entry for each direction/,
  ],
  [
    "an ACL in access",
    ({ access }) => Object.assign(access[0] as object, { sends_acl: true }),
    /^access\[0\].sends_acl: .*disables ACLs/,
  ],
  [
    "a single action",
    ({ access }) => void access[0]?.allow.push("s3:GetBucketLocation"),
    /; write locate instead; each level includes all/,
  ],
  [
    "an action of no level",
    ({ access }) => void access[0]?.allow.push("s3:PutBucketPolicy"),
    /allow takes levels, not actions; each level includes all/,
  ],
])("%s has an answer, and no other word is suggested", (_, change, expected) => {
  const problems = problemsOf(change);
  expect(problems).toEqual([expect.stringMatching(expected)]);
  expect(problems[0]).not.toContain("did you mean");
});

test.each(["s3:UpdateObjectEncryption", "update_object_encryption", "reencrypt", "re_encrypt"])(
  "%s is update_encryption",
  (level) => {
    const [problem] = problemsOf(({ access }) => void access[0]?.allow.push(level));
    expect(problem).toContain(`unknown value "${level}"`);
    expect(problem).toContain("write update_encryption instead");
  },
);

test.each([
  ["through", "S3 does not replicate replicas; write one entry from the first bucket"],
  ["schema", "rules of the second version, which have a filter"],
  ["filter", "write prefix and tags in the entry itself"],
  ["event_threshold", "only with time control, which it charges for: write time_control: true"],
  ["replication_time", "write time_control: true"],
  ["existing_object_replication", "a rule replicates only new objects; for those that exist"],
  ["status", "write enabled: false"],
  ["metadata_sync", "write replica_modifications: true in the entries of both directions"],
  ["delete_replication", "S3 never replicates the deletion of a version"],
  ["storage", "write storage_class"],
  ["account", "s3porter knows it from the buckets of the entry"],
  ["object_lock", "write object_lock in the entries of both buckets"],
  ["access_control_translation", "s3porter disables ACLs, so that replicas belong to"],
  ["notifications", "write replication_alarms"],
])("%s of a replication", (word, answer) => {
  const problems = problemsOf(({ replication }) => Object.assign(replication[0] as object, { [word]: "x" }));
  expect(problems).toEqual([expect.stringContaining(`replication[0].${word}: unknown key "${word}"; `)]);
  expect(problems[0]).toContain(answer);
});

test.each([
  ["s3:PutBucketPolicy", "allow takes levels, not actions"],
  ["s3:PutObjectAcl", "s3porter disables ACLs"],
])("%s", (action, answer) => {
  expect(problemsOf(({ access }) => void access[0]?.allow.push(action))[0]).toContain(answer);
});
