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
    "an existing bucket",
    ({ buckets }) => Object.assign(buckets.west, { existing: true }),
    /^buckets.west.existing: unknown key "existing"; s3porter creates every bucket; to grant access to an existing one/,
  ],
  [
    "an existing key",
    ({ buckets }) => Object.assign(buckets.west, { key: "arn:aws:kms:eu-west-1:111111111111:key/1" }),
    /^buckets.west.key: "arn:.*" is an ARN; s3porter creates every bucket and key, so write a name from keys and buckets$/,
  ],
  [
    "a VPC endpoint",
    ({ buckets }) => Object.assign(buckets.west, { vpc_endpoints: ["vpce-1"] }),
    /^buckets.west.vpc_endpoints: .*does not limit access by network/,
  ],
  [
    "a lifecycle",
    ({ buckets }) => Object.assign(buckets.west, { lifecycle_rules: [] }),
    /configure the rest in your own Terraform/,
  ],
  [
    "a multi-Region key",
    ({ keys }) => Object.assign(keys.shared, { multi_region: true }),
    /^keys.shared.multi_region: .*only single-Region keys/,
  ],
  [
    "a key's own policy",
    ({ keys }) => Object.assign(keys.shared, { admins: [] }),
    /s3porter derives the key policy from/,
  ],
  [
    "an AWS service",
    ({ principals }) => Object.assign(principals, { up: { service: "delivery.logs.amazonaws.com" } }),
    /^principals.up.service: unknown key "service"; AWS services cannot be principals/,
  ],
  [
    "an organization",
    ({ principals }) => Object.assign(principals, { up: { organization: "o-abcde12345" } }),
    /^principals.up.organization: .*entire_account: true$/,
  ],
  [
    "a source account",
    ({ principals }) => Object.assign(principals.up, { source_account: "222222222222" }),
    /AWS services cannot be principals/,
  ],
  [
    "grants without the other side",
    ({ principals }) => Object.assign(principals.up, { grant_only: true }),
    /use entire_account: true, which outputs the policy/,
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
    /^principals.up.assumed_by\[0\]: .* cannot be named here; .* with existing: true$/,
  ],
  [
    "replicated modifications",
    ({ replication }) => Object.assign(replication[0] as object, { replica_modifications: true }),
    /^replication\[0\].replica_modifications: .*new objects/,
  ],
  [
    "an ACL",
    ({ access }) => void access[0]?.allow.push("put_acl"),
    /^access\[0\].allow\[1\]: unknown value "put_acl"; allowed are .*disables ACLs/,
  ],
  [
    "a single action",
    ({ access }) => void access[0]?.allow.push("s3:GetBucketLocation"),
    /allow takes levels, not actions; each level includes all/,
  ],
])("%s has an answer, and no other word is suggested", (_, change, expected) => {
  const problems = problemsOf(change);
  expect(problems).toEqual([expect.stringMatching(expected)]);
  expect(problems[0]).not.toContain("did you mean");
});
