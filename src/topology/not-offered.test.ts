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
    "SSE-S3 by its name",
    ({ buckets }) => Object.assign(buckets.west, { encryption: "SSE-S3" }),
    /^buckets.west.encryption: .*; for SSE-S3, which needs no KMS key, write encryption: AES256/,
  ],
  [
    "a merge key",
    ({ buckets }) => Object.assign(buckets.west, { "<<": { versioning: true } }),
    /^buckets.west.<<: unknown key "<<"; YAML 1.2 has no merge keys; write the fields out/,
  ],
  [
    "everyone",
    ({ access }) => Object.assign(access[0] ?? {}, { principal: "*" }),
    /^access\[0\].principal: "\*" is not in principals, and s3porter opens no bucket to everyone; write who needs it/,
  ],
  [
    "dual-layer encryption",
    ({ buckets }) => Object.assign(buckets.west, { encryption: "aws:kms:dsse" }),
    /^buckets.west.encryption: .*; s3porter does not write dual-layer encryption \(DSSE-KMS\); leave encryption out/,
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
    /^buckets.west.key.arn: unknown key "arn"; for a key that exists already, write its ARN: key: <ARN>/,
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
  [
    "a limit to a VPC",
    ({ buckets }) =>
      Object.assign(buckets.west, { restrict_to: { organization: "o-abcde12345", vpcs: ["vpc-1"] } }),
    /restrict_to.vpcs: unknown key "vpcs"; a bucket is limited to VPC endpoints.* vpc_endpoints: \[<id>\]$/,
  ],
  [
    "a limit to a VPC by its condition key",
    ({ buckets }) =>
      Object.assign(buckets.west, {
        restrict_to: { organization: "o-abcde12345", "aws:SourceVpc": "vpc-1" },
      }),
    /; a bucket is limited to VPC endpoints/,
  ],
  [
    "a limit to the endpoints of Terraform",
    ({ buckets }) =>
      Object.assign(buckets.west, {
        restrict_to: { organization: "o-abcde12345", vpc_endpoint_ids: ["vpce-1"] },
      }),
    /; write vpc_endpoints: \[<id>\]$/,
  ],
  [
    "a limit to addresses",
    ({ buckets }) =>
      Object.assign(buckets.west, {
        restrict_to: { organization: "o-abcde12345", cidr_blocks: ["192.0.2.0/24"] },
      }),
    /; write source_ips: \[<range>\]$/,
  ],
  [
    "a limit to addresses by its condition key",
    ({ buckets }) =>
      Object.assign(buckets.west, {
        restrict_to: { organization: "o-abcde12345", "aws:SourceIp": "192.0.2.0/24" },
      }),
    /; write source_ips: \[<range>\]$/,
  ],
  [
    "a limit to the organization of Terraform",
    ({ buckets }) => Object.assign(buckets.west, { restrict_to: { organization_id: "o-abcde12345" } }),
    /; write organization: <id>$/,
  ],
  [
    "others who are excepted",
    ({ buckets }) =>
      Object.assign(buckets.west, { restrict_to: { organization: "o-abcde12345", exempt_principals: [] } }),
    /; write those who can use other networks as except: /,
  ],
  [
    "accounts that a bucket is limited to",
    ({ buckets }) =>
      Object.assign(buckets.west, { restrict_to: { organization: "o-abcde12345", accounts: ["data"] } }),
    /; only who is granted access has it, so accounts need no limit/,
  ],
  [
    "the own key in several regions",
    ({ buckets }) => Object.assign(buckets.west, { key: { multi_region: true } }),
    /^buckets.west.key.multi_region: .*; the own key of a bucket is for one region; write the key in the section keys/,
  ],
  [
    "the policy of the own key",
    ({ buckets }) => Object.assign(buckets.west, { key: { administrators: [] } }),
    /; s3porter derives the key policy from the section access/,
  ],
  [
    "the name of a bucket, as Terraform calls it",
    ({ buckets }) => Object.assign(buckets.west, { bucket: "acme-west" }),
    /; write name: <name>$/,
  ],
  [
    "the name of a role, as CDK calls it",
    ({ principals }) => Object.assign(principals.up, { role_name: "up" }),
    /; write role: <name> or user: <name>$/,
  ],
  [
    "the id of an account, as Terraform calls it",
    ({ accounts }) => Object.assign(accounts.data, { account_id: "1" }),
    /; write id: "<12 digits>"$/,
  ],
  [
    "grants",
    (topology) => Object.assign(topology, { grants: [] }),
    /^grants: unknown key "grants"; write who can do what in the section access$/,
  ],
  ["roles", (topology) => Object.assign(topology, { roles: {} }), /^roles: .* in the section principals$/],
  [
    "a policy file",
    ({ buckets }) =>
      Object.assign(buckets.west, {
        existing: true,
        encryption: "AES256",
        replication: "none",
        policy: "west.json",
      }),
    /^buckets.west.policy: unknown value "west.json"; .*write policy: \{ merge: <file> \}/,
  ],
  [
    "words for yes and no",
    ({ accounts }) => Object.assign(accounts.data, { managed: "yes" }),
    /must be true or false, found the text "yes"; write true$/,
  ],
  [
    "text for a list",
    ({ buckets }) => Object.assign(buckets.west, { deny: "up" }),
    /must be a list, found the text "up"; write \["up"\]$/,
  ],
  [
    "the id of an account for its name",
    ({ buckets }) => Object.assign(buckets.west, { account: "111111111111" }),
    /^buckets.west.account: "111111111111" is what AWS calls accounts.data; write its name in this file, "data"$/,
  ],
  [
    "the name of a bucket in AWS for its name in the file",
    ({ access }) => Object.assign(access[0] as object, { bucket: "acme-west" }),
    /^access\[0\].bucket: "acme-west" is what AWS calls buckets.west; write its name in this file, "west"$/,
  ],
  [
    "an ARN for the name of somebody denied",
    ({ buckets }) => Object.assign(buckets.west, { deny: ["arn:aws:iam::222222222222:role/x"] }),
    /^buckets.west.deny\[0\]: .* is an ARN; write a name from principals/,
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
