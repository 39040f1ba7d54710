import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadTopology, readTopology } from "../load";
import { isTopologyError } from "../problem";
import { resolve } from "../resolve";

const VPCE = "vpce-0123456789abcdef0";
const DEPLOYER = "arn:aws:iam::111111111111:role/Deployer";

/** @param lake fields of the bucket */
function topology(lake: string, more = "", data = ""): string {
  return `accounts:
  data: { id: "111111111111", region: eu-west-1${data} }
  apps: { id: "222222222222", region: eu-west-1 }
buckets:
  lake: { account: data, name: acme-lake, ${lake} }
  log: { account: data, name: acme-log, restrict_to: { organization: o-zzzzz12345 } }
principals:
  reader: { account: apps, role: acme-reader, existing: true }
  vendor: { account: apps, user: vendor, existing: true }
  intern: { account: data, user: intern, existing: true }
  partner: { account: apps, entire_account: true }
  batch: { account: data, role: acme-batch, assumed_by: [batchoperations.s3.amazonaws.com] }
  sync: { account: data, role: acme-sync, assumed_by: [datasync.amazonaws.com] }
  app: { account: data, role: acme-app, assumed_by: [intern] }
access:
  - { principal: reader, bucket: lake, allow: read }
  - { principal: partner, bucket: lake, allow: list }
${more}`;
}

function problemsOf(...of: Parameters<typeof topology>): string[] {
  try {
    loadTopology(topology(...of));
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map(({ path, message }) => `${path.replace("buckets.lake.", "")}: ${message}`);
  }
}

function warningsOf(...of: Parameters<typeof topology>): string[] {
  const file = join(mkdtempSync(join(tmpdir(), "s3porter-")), "stack.yaml");
  try {
    writeFileSync(file, topology(...of));
    return readTopology(file).warnings.map(({ message }) => message);
  } finally {
    rmSync(dirname(file), { recursive: true });
  }
}

test.each([
  ["restrict_to: {}", /^restrict_to: must have organization, vpc_endpoints or source_ips, found none/],
  [
    `restrict_to: { vpc_endpoints: [${VPCE}] }`,
    /^restrict_to.except: "except" is missing: Terraform itself reads the bucket at each plan, .* except: \["arn:aws:iam::111111111111:role\/Deployer"\], or write except: \[\] if/,
  ],
  ["restrict_to: { vpc_endpoints: [vpc-0123456789abcdef0], except: [] }", /this is the id of a VPC/],
  [
    "restrict_to: { source_ips: [10.0.0.0/8], except: [] }",
    /is private, .* name the VPC endpoint in vpc_endpoints/,
  ],
  ["restrict_to: { source_ips: [100.64.0.0/10], except: [] }", /is private/],
  ['restrict_to: { source_ips: ["fd00::/8"], except: [] }', /is private/],
  ["restrict_to: { source_ips: [0.0.0.0/0], except: [] }", /is every address; leave it out/],
  ["restrict_to: { source_ips: [203.0.113.0/33], except: [] }", /must be a range of IP addresses/],
  ['restrict_to: { source_ips: ["2001:db8::1"], except: [] }', /must be a range of IP addresses/],
  ["restrict_to: { organization: acme }", /must be the id of an organization/],
  [
    `restrict_to: { vpc_endpoints: [${VPCE}], except: [ghost] }`,
    /"ghost" is not in principals; there are reader, vendor/,
  ],
  [
    `restrict_to: { vpc_endpoints: [${VPCE}], except: [partner] }`,
    /"partner" is a whole account; name its roles/,
  ],
  [
    `restrict_to: { vpc_endpoints: [${VPCE}], except: [vendor] }`,
    /"vendor" has no access to "lake"; leave it out/,
  ],
  [
    `restrict_to: { vpc_endpoints: [${VPCE}], except: ["arn:aws:iam::333333333333:role/Deployer"] }`,
    /is in account 333333333333, but the bucket is in 111111111111; .* add it to principals/,
  ],
  [
    `restrict_to: { vpc_endpoints: [${VPCE}], except: ["arn:aws-cn:iam::111111111111:role/Deployer"] }`,
    /is in partition aws-cn, but the bucket is in aws; write arn:aws:…/,
  ],
  [
    `restrict_to: { vpc_endpoints: [${VPCE}], except: ["arn:aws:iam::111111111111:role/*"] }`,
    /only roles of IAM Identity Center can have wildcards/,
  ],
  ["deny: [ghost]", /^deny\[0\]: "ghost" is not in principals/],
  ["deny: [partner]", /^deny\[0\]: "partner" is a whole account, which has no access unless it is granted/],
  ["deny: [reader]", /^deny\[0\]: "reader" has access to "lake", and a Deny overrides it/],
  ["deny: [intern, intern]", /^deny\[1\]: "intern" is already in the list/],
  [
    `restrict_to: { vpc_endpoints: [${VPCE}], except: [intern] }, deny: [intern]`,
    /^deny\[0\]: "intern" is also in except of restrict_to/,
  ],
  ["require_key: true, deny_sse_c: false", /^deny_sse_c: "require_key" denies uploads with SSE-C, too/],
  ["minimum_tls: 1.2", /^minimum_tls: found the number 1.2 without quotes/],
  ['minimum_tls: "1.1"', /^minimum_tls: "1.1" must be "1.2" or "1.3"/],
])("%s is refused", (lake, problem) => {
  expect(problemsOf(lake)).toEqual([expect.stringMatching(problem)]);
});

test("the policy of a key that has limits needs an owner", () => {
  const arn = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";
  for (const [limit, what] of [
    ["deny: [intern]", "deny"],
    ["restrict_to: { organization: o-abcde12345 }", "restrict_to with an organization"],
  ])
    expect(problemsOf(`key: "${arn}", ${limit}`)).toContainEqual(
      expect.stringMatching(
        `^key: ${what} needs statements in the policy of the key, but this is only its ARN`,
      ),
    );
});

test("roles of S3 itself have no network, and those of services that move data probably not", () => {
  const lake = (except: string) => `restrict_to: { vpc_endpoints: [${VPCE}], except: [${except}] }`;
  const batch = "  - { principal: batch, bucket: lake, allow: read }\n";
  const sync = "  - { principal: sync, bucket: lake, allow: read }\n";
  expect(problemsOf(lake(""), batch)).toEqual([
    'access[2].bucket: batchoperations.s3.amazonaws.com assumes the role of "batch", and its requests come from networks of AWS, which restrict_to of buckets.lake does not let in; add batch to its except',
  ]);
  expect(problemsOf(lake("batch"), batch)).toEqual([]);
  expect(warningsOf(lake(""), sync)).toContainEqual(
    expect.stringMatching(/^datasync.amazonaws.com .* add sync to its except, unless the service uses one/),
  );
  expect(warningsOf(lake("sync"), sync)).not.toContainEqual(expect.stringContaining("datasync"));
});

test("an account is in one organization", () => {
  const log = "  - { principal: reader, bucket: log, allow: read }\n";
  expect(problemsOf("restrict_to: { organization: o-abcde12345 }", log)).toEqual([
    'access[2].bucket: restrict_to of buckets.log is o-zzzzz12345, and that of buckets.lake is o-abcde12345, but account 222222222222 of "reader" is in one organization at most; correct one of them, or add reader to its except',
  ]);
});

test("a denied principal can still act as a role that it assumes", () => {
  const app = "  - { principal: app, bucket: lake, allow: read }\n";
  expect(warningsOf("deny: [intern]", app)).toContainEqual(
    '"intern" can assume "app", which has access to "lake", and is not denied then; remove it from assumed_by',
  );
});

test("the role that the deployment assumes is excepted, unless the file says who is", () => {
  const restrictionsOf = (...of: Parameters<typeof topology>) =>
    resolve(loadTopology(topology(...of))).buckets[0]?.restrictions;
  const networks = `vpc_endpoints: [${VPCE}], source_ips: [203.0.113.0/24]`;
  const assumed = `, assume_role: { role_arn: "${DEPLOYER}" }`;
  expect(restrictionsOf(`restrict_to: { ${networks} }`, "", assumed)).toEqual({
    organizationId: undefined,
    vpcEndpointIds: [VPCE],
    sourceIps: ["203.0.113.0/24"],
    except: [DEPLOYER],
  });
  expect(restrictionsOf(`restrict_to: { ${networks}, except: [reader] }`, "", assumed)?.except).toEqual([
    "arn:aws:iam::222222222222:role/acme-reader",
  ]);
});

test.each(
  ["/*/", "/", "*/", "/eu-west-1/"].flatMap((path) => ["*", "????????????????"].map((end) => [path, end])),
)("roles of IAM Identity Center can be excepted, whatever their names end with: %s %s", (path, end) => {
  const admins = `arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com${path}AWSReservedSSO_Admin_${end}`;
  expect(problemsOf(`restrict_to: { vpc_endpoints: [${VPCE}], except: ["${admins}"] }`)).toEqual([]);
});
