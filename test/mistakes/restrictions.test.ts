/** Limits to networks, organizations and principals, as people get them wrong. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { type ChangeableTerraform, leaveOut, statementOf } from "../fixtures/changed-stack";
import { proofOf } from "../support/provable";

const TOPOLOGY = (region: string, partition: string) => `
accounts:
  data: { id: "111111111111", region: ${region} }
  apps: { id: "222222222222", region: ${region} }
keys:
  shared: { account: data }
buckets:
  lake:
    account: data
    name: acme-lake
    key: shared
    restrict_to:
      organization: o-abcde12345
      vpc_endpoints: [vpce-0123456789abcdef0, vpce-01234567]
      source_ips: [203.0.113.0/24, "2001:db8:1::/48"]
      except: ["arn:${partition}:iam::111111111111:role/Deployer", vendor]
    deny: [intern]
  other: { account: data, name: acme-other, key: shared }
  copy:
    account: apps
    name: acme-copy
    restrict_to: { vpc_endpoints: [vpce-0123456789abcdef0], except: [] }
principals:
  reader: { account: apps, role: acme-reader, existing: true }
  vendor: { account: apps, user: vendor, existing: true }
  intern: { account: data, user: intern, existing: true }
access:
  - { principal: reader, bucket: lake, allow: read_write }
  - { principal: vendor, bucket: lake, allow: read }
  - { principal: reader, bucket: other, allow: read }
  - { principal: intern, bucket: other, allow: read }
replication:
  - { from: lake, to: copy }
`;

type Conditions = Record<string, Record<string, string | string[]>>;
type Statement = { Condition: Conditions } & Record<string, unknown>;

function problemsOf(
  change: (statements: (local: string, sid: string) => Statement) => void,
  region = "eu-west-1",
  partition = "aws",
): string {
  const model = resolve(loadTopology(TOPOLOGY(region, partition)));
  const { terraform } = topologyTerraform("stack", model);
  const changed = JSON.parse(JSON.stringify(terraform)) as ChangeableTerraform;
  change((local, sid) => {
    const statement = changed.locals[local]?.Statement.find(({ Sid }) => Sid === sid);
    if (!statement) throw new Error(`local.${local} has no statement ${sid}`);
    return statement as unknown as Statement;
  });
  return proofOf(intentsOf(model), changed)
    .flaws.map(({ part, problem }) => `${part}: ${problem}`)
    .join("\n");
}

test("it excepts a role with a path of other characters, which IAM accepts", () => {
  const model = resolve(
    loadTopology(
      TOPOLOGY("eu-west-1", "aws").replace(
        "{ account: apps, user: vendor, existing: true }",
        "{ account: apps, role: vendor, existing: true, path: '/arn:aws:/(x)/' }",
      ),
    ),
  );
  const { terraform } = topologyTerraform("stack", model);
  expect(JSON.stringify(terraform)).toContain("arn:aws:iam::222222222222:role/arn:aws:/(x)/vendor");
  expect(proofOf(intentsOf(model), JSON.parse(JSON.stringify(terraform))).flaws).toEqual([]);
});

test.each([
  ["aws", "eu-west-1"],
  ["aws-cn", "cn-north-1"],
  ["aws-us-gov", "us-gov-west-1"],
  ["aws-eusc", "eusc-de-east-1"],
])("in %s, it is proved as it is", (partition, region) => {
  expect(problemsOf(() => undefined, region, partition)).toBe("");
});

const LISTING = "DenyListingFromOtherNetworks";
const OBJECTS = "DenyObjectsFromOtherNetworks";
const DEPLOYER = "arn:aws:iam::111111111111:role/Deployer";

test.each<[string, string, string, (conditions: Conditions) => unknown, RegExp]>([
  [
    "replication is not excepted from the networks of its destination",
    "copy_bucket_policy",
    OBJECTS,
    (conditions) => delete conditions.ArnNotLike,
    /complete: acme-lake-replication lacks permission for replication/,
  ],
  [
    "whoever deploys is not excepted",
    "lake_bucket_policy",
    LISTING,
    (conditions) =>
      (conditions.ArnNotLike = {
        "aws:PrincipalArn": [conditions.ArnNotLike?.["aws:PrincipalArn"] ?? []]
          .flat()
          .filter((arn) => arn !== DEPLOYER),
      }),
    /complete: Deployer lacks permission for ls from any network on acme-lake/,
  ],
  [
    "requests through AWS services are denied",
    "lake_bucket_policy",
    OBJECTS,
    (conditions) => delete conditions.BoolIfExists?.["aws:ViaAWSService"],
    /complete: an administrator of account 111111111111 lacks permission for GET through an AWS service/,
  ],
  [
    "AWS services are denied",
    "lake_bucket_policy",
    OBJECTS,
    (conditions) => delete conditions.BoolIfExists?.["aws:PrincipalIsAWSService"],
    /complete: the limits of acme-lake also deny AWS services/,
  ],
  [
    "AWS services cannot list, as AWS Config does before it delivers",
    "lake_bucket_policy",
    LISTING,
    (conditions) => delete conditions.BoolIfExists?.["aws:PrincipalIsAWSService"],
    /complete: the limits of acme-lake also deny AWS services/,
  ],
  [
    "each network excludes the other",
    "lake_bucket_policy",
    OBJECTS,
    (conditions) => delete conditions.NotIpAddress,
    /complete: an administrator of account 111111111111 lacks permission for GET from 203.0.113.0/,
  ],
  [
    "a range is wider than what was asked for",
    "lake_bucket_policy",
    OBJECTS,
    (conditions) => (conditions.NotIpAddress = { "aws:SourceIp": ["203.0.112.0/23", "2001:db8:1::/48"] }),
    /nothing else: an administrator of account 111111111111 can do GET from another network/,
  ],
  [
    "addresses in a VPC are compared instead of those of the Internet",
    "lake_bucket_policy",
    OBJECTS,
    (conditions) => (conditions.NotIpAddress = { "aws:VpcSourceIp": ["203.0.113.0/24", "2001:db8:1::/48"] }),
    /complete: .* lacks permission for GET from 203.0.113.0/,
  ],
  [
    "a role with access is let in from everywhere",
    "lake_bucket_policy",
    "DenyOtherOrganizations",
    (conditions) => (conditions.ArnNotLike = { "aws:PrincipalArn": "arn:aws:iam::222222222222:*" }),
    /nothing else: acme-reader can do GET in another organization on acme-lake/,
  ],
  ...[LISTING, OBJECTS].flatMap((sid) =>
    [
      "role/Deployer",
      "role/acme-lake-replication",
      "user/vendor",
      "role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie",
    ].map((name): [string, string, string, (conditions: Conditions) => unknown, RegExp] => [
      `${sid} excepts ${name} of every account`,
      "lake_bucket_policy",
      sid,
      (conditions) =>
        (conditions.ArnNotLike = {
          "aws:PrincipalArn": [conditions.ArnNotLike?.["aws:PrincipalArn"] ?? []]
            .flat()
            .concat(`arn:aws:iam::*:${name}`),
        }),
      new RegExp(
        `nothing else: no Deny refuses (ls|GET) from another network on acme-lake to ${name.replace(/.*\//, "")} of account 999999999999`,
      ),
    ]),
  ),
  ...[
    ["lake_bucket_policy", "DenyOtherOrganizations"],
    ["shared_key_policy", "DenyOtherOrganizationsLake"],
  ].map(([local = "", sid = ""]): [string, string, string, (conditions: Conditions) => unknown, RegExp] => [
    `${sid} excepts a user of every account`,
    local,
    sid,
    (conditions) => (conditions.ArnNotLike = { "aws:PrincipalArn": "arn:aws:iam::*:user/vendor" }),
    /no Deny refuses (GET|decrypting through S3) in another organization on acme-lake to vendor of account 999999999999/,
  ]),
  [
    "AWS services are in no organization",
    "shared_key_policy",
    "DenyOtherOrganizationsLake",
    (conditions) => delete conditions.BoolIfExists,
    /complete: the limits of acme-lake also deny AWS services/,
  ],
  [
    "the account of the bucket may have left the organization",
    "lake_bucket_policy",
    "DenyOtherOrganizations",
    (conditions) => delete conditions.StringNotEquals?.["aws:PrincipalAccount"],
    /complete: an administrator of account 111111111111 lacks permission for ls in its own account/,
  ],
  [
    "a principal in no organization is not denied",
    "lake_bucket_policy",
    "DenyOtherOrganizations",
    (conditions) => {
      delete conditions.StringNotEquals?.["aws:PrincipalOrgID"];
      conditions.Null = { "aws:PrincipalOrgID": "false" };
      conditions["ForAnyValue:StringNotEquals"] = { "aws:PrincipalOrgID": ["o-abcde12345"] };
    },
    /nothing else: acme-reader can do GET outside any organization on acme-lake/,
  ],
  [
    "the Deny of a key is about all buckets that share it",
    "shared_key_policy",
    "DenyPrincipalsLake",
    (conditions) => delete conditions.StringLike,
    /complete: intern lacks permission for .*aws s3 cp, downloading on acme-other/,
  ],
  [
    "the Deny of a key does not know Bucket Keys",
    "shared_key_policy",
    "DenyPrincipalsLake",
    (conditions) =>
      (conditions.StringLike = { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-lake/*" }),
    /nothing else: intern can do decrypting through S3 although denied on acme-lake/,
  ],
])("%s", (_, local, sid, change, problem) => {
  expect(problemsOf((statement) => void change(statement(local, sid).Condition))).toMatch(problem);
});

test("a limit to networks in the policy of a key breaks everything that S3 does with it", () => {
  const problems = problemsOf((statement) => {
    const { Condition } = statement("lake_bucket_policy", OBJECTS);
    const ofKey = statement("shared_key_policy", "DenyPrincipalsLake");
    const { BoolIfExists: _, ...networks } = Condition;
    ofKey.Condition = { ...networks, StringLike: ofKey.Condition.StringLike ?? {} };
  });
  expect(problems).toMatch(/complete: acme-reader lacks permission for .*: kms:Decrypt/);
});

test("what nothing allows today is not denied", () => {
  const problems = problemsOf((statement) => {
    statement("lake_bucket_policy", "DenyOtherOrganizations").Condition.StringNotEquals = {
      "aws:PrincipalAccount": ["111111111111", "999999999999"],
      "aws:PrincipalOrgID": "o-abcde12345",
    };
  });
  expect(problems).toMatch(
    /nothing else: no Deny refuses GET in another organization on acme-lake to an administrator of account 999999999999, so that another grant could allow it/,
  );
});

test("the proof says which organization it takes each account to be in", () => {
  const model = resolve(loadTopology(TOPOLOGY("eu-west-1", "aws")));
  const { terraform } = topologyTerraform("stack", model);
  expect(proofOf(intentsOf(model), JSON.parse(JSON.stringify(terraform))).assumptions).toEqual([
    "account 222222222222 is in organization o-abcde12345",
  ]);
});

const EXISTING = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";
const MERGED_KEY =
  '{ merge: { Statement: [{ Effect: Allow, Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "kms:*", Resource: "*" }] } }';

test.each([
  ["are handed over", "handover", "handover"],
  ["are merged", "{ merge: { Statement: [] } }", MERGED_KEY],
])("limits of a bucket and a key that exist, whose policies %s, are proved", (_, ofBucket, ofKey) => {
  const model = resolve(
    loadTopology(`
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
keys:
  central: { account: data, existing: true, arn: "${EXISTING}", policy: ${ofKey} }
buckets:
  lake:
    account: data
    name: acme-lake
    existing: true
    key: central
    policy: ${ofBucket}
    restrict_to: { organization: o-abcde12345, vpc_endpoints: [vpce-0123456789abcdef0], except: [] }
    deny: [intern]
    minimum_tls: "1.3"
    deny_sse_c: true
principals:
  batch: { account: apps, role: acme-batch, existing: true }
  intern: { account: data, user: intern, existing: true }
access:
  - { principal: batch, bucket: lake, allow: read }
`),
  );
  const { terraform } = topologyTerraform("stack", model);
  expect(proofOf(intentsOf(model), JSON.parse(JSON.stringify(terraform))).flaws).toEqual([]);
});

describe("logs of CloudTrail in a bucket that denies someone", () => {
  const model = resolve(
    loadTopology(`
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
buckets:
  logs: { account: data, name: acme-logs, restrict_to: { organization: o-abcde12345 }, deny: [intern] }
principals:
  trail: { service: cloudtrail, for_accounts: [data] }
  reader: { account: apps, role: acme-reader, existing: true }
  intern: { account: data, user: intern, existing: true }
access:
  - { principal: trail, bucket: logs, allow: put }
  - { principal: reader, bucket: logs, allow: read }
`),
  );
  const problemsWith = (change: (terraform: ChangeableTerraform) => void) => {
    const { terraform } = topologyTerraform("stack", model);
    const changed = JSON.parse(JSON.stringify(terraform)) as ChangeableTerraform;
    change(changed);
    return proofOf(intentsOf(model), changed)
      .flaws.map(({ problem }) => problem)
      .join("\n");
  };

  test("are denied as they should be", () => expect(problemsWith(() => undefined)).toBe(""));

  test.each([
    ["DenyPrincipalsLogsTrails", /^intern can do .* through S3 although denied on acme-logs/m],
    [
      "DenyOtherOrganizationsLogsTrails",
      /^no Deny refuses .* through S3 in another organization on acme-logs to acme-reader|^acme-reader can do .* in another organization/m,
    ],
  ])("could be decrypted with the context of the trail alone: no %s", (sid, problem) => {
    expect(problemsWith((terraform) => leaveOut(terraform, "logs_key_policy", sid))).toMatch(problem);
  });

  test("could be decrypted by another action than kms:Decrypt", () => {
    const problems = problemsWith((terraform) => {
      statementOf(terraform, "logs_key_policy", "DenyPrincipalsLogs").Action = ["kms:Decrypt"];
    });
    expect(problems).toMatch(/kms:ReEncryptFrom through S3 although denied/);
  });
});

describe("logs of a trail in buckets of two organizations under one key", () => {
  const topology = (principals = "", access = "") => `
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
  more: { id: "333333333333", region: eu-west-1 }
keys:
  shared: { account: data }
buckets:
  one: { account: data, name: acme-one, key: shared, restrict_to: { organization: o-abcde12345 } }
  two: { account: data, name: acme-two, key: shared, restrict_to: { organization: o-zyxwv98765 } }
principals:
  trail: { service: cloudtrail, for_accounts: [data] }${principals}
access:
  - { principal: trail, bucket: one, allow: put }
  - { principal: trail, bucket: two, allow: put }${access}
`;
  const OWN = "\n  own: { account: data, role: acme-own, existing: true }";
  const READER = "\n  reader: { account: apps, role: acme-reader, existing: true }";
  const OTHER = "\n  other: { account: more, role: acme-other, existing: true }";
  const reads = (principal: string, bucket: string) =>
    `\n  - { principal: ${principal}, bucket: ${bucket}, allow: read }`;
  const problemsWith = (text: string, change: (terraform: ChangeableTerraform) => void = () => undefined) => {
    const model = resolve(loadTopology(text));
    const { terraform } = topologyTerraform("stack", model);
    const changed = JSON.parse(JSON.stringify(terraform)) as ChangeableTerraform;
    change(changed);
    return proofOf(intentsOf(model), changed).flaws.map(({ problem }) => problem);
  };
  const NOBODY = topology();
  const ONE = topology(READER, reads("reader", "one"));
  const denial = (name: string) => `DenyOtherOrganizations${name}Trails`;

  test.each([
    ["nobody", NOBODY],
    ["a role of the account", topology(OWN, reads("own", "one"))],
    ["a member of one organization", ONE],
    ["a member of each", topology(READER + OTHER, reads("reader", "one") + reads("other", "two"))],
  ])("that %s reads are proved", (_, text) => expect(problemsWith(text)).toEqual([]));

  const PARTNER = "\n  partner: { account: apps, role: acme-partner, existing: true }";
  const INTERN = "\n  intern: { account: data, role: acme-intern, existing: true }";
  const denying = (text: string, denied: string) =>
    text
      .replace(
        "\nprincipals:",
        `\n  three: { account: data, name: acme-three, key: shared, deny: ${denied} }$&`,
      )
      .concat("  - { principal: trail, bucket: three, allow: put }\n");
  const sidsOf = (text: string) => {
    const { terraform } = topologyTerraform("stack", resolve(loadTopology(text)));
    const { locals } = JSON.parse(JSON.stringify(terraform)) as ChangeableTerraform;
    return locals.shared_key_policy?.Statement.map(({ Sid }) => Sid) ?? [];
  };

  test.each([
    ["of another account, whom the organizations refuse already", "[partner]", topology(PARTNER), false],
    [
      "of another account, if one organization may read",
      "[partner]",
      ONE.replace(READER, READER + PARTNER),
      true,
    ],
    ["of the account", "[intern]", topology(INTERN), true],
    ["of both", "[partner, intern]", topology(PARTNER + INTERN), true],
  ])("are proved with a third bucket that denies somebody %s", (_, denied, base, isNeeded) => {
    const text = denying(base, denied);
    expect(problemsWith(text)).toEqual([]);
    expect(sidsOf(text).includes("DenyPrincipalsThreeTrails")).toBe(isNeeded);
  });

  test.each([
    [NOBODY, "One", "acme-one"],
    [NOBODY, "Two", "acme-two"],
    [ONE, "One", "acme-one"],
  ])("need the Deny of each bucket", (text, name, bucket) => {
    const problems = problemsWith(text, (terraform) =>
      leaveOut(terraform, "shared_key_policy", denial(name)),
    );
    expect(problems.join("\n")).toMatch(new RegExp(`through S3 .* on ${bucket}`));
  });

  test("are not denied to another organization than that of the bucket", () => {
    const problems = problemsWith(NOBODY, (terraform) => {
      const { Condition } = statementOf(
        terraform,
        "shared_key_policy",
        denial("One"),
      ) as unknown as Statement;
      Object.assign(Condition.StringNotEquals ?? {}, { "aws:PrincipalOrgID": "o-zyxwv98765" });
    });
    expect(problems.join("\n")).toMatch(/in o-zyxwv98765, the organization of another bucket, on acme-one/);
  });

  test("in a bucket of its own key, are denied to nobody of the organization", () => {
    const separate = NOBODY.replace("name: acme-two, key: shared", "name: acme-two");
    expect(problemsWith(separate)).toEqual([]);
    const problems = problemsWith(separate, (terraform) => {
      const { Condition } = statementOf(
        terraform,
        "shared_key_policy",
        denial("One"),
      ) as unknown as Statement;
      Object.assign(Condition.StringNotEquals ?? {}, { "aws:PrincipalOrgID": "o-zyxwv98765" });
    });
    expect(problems.join("\n")).toMatch(
      /the limits of acme-one also deny other accounts of the organization/,
    );
  });
});

/** A bucket in the account `data`, and who reads it. */
const limited = (bucket: string, reader: string, access = "") => `
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
keys:
  old: { account: apps }
buckets:
  lake: { account: data, name: acme-lake, ${bucket} }
principals:
  reader: { ${reader} }
access:
  - { principal: reader, bucket: lake, allow: read${access} }
`;

const ONLY = "restrict_to: { organization: o-abcde12345, except: [] }";
const PEOPLE = "permission_set: Analyst";
const EXCEPTED = "restrict_to: { source_ips: [203.0.113.0/24], except: [reader] }";

test.each<[string, string]>([
  [
    "a prefix that contains the organization, in a bucket for one",
    limited(ONLY, "account: apps, role: reader, existing: true", ', prefix: "of/${aws:PrincipalOrgID}/"'),
  ],
  [
    "an older key in the account of a reader",
    limited(`other_keys: [old], ${ONLY}`, "account: apps, role: reader, existing: true"),
  ],
  ["people of the account that are excepted", limited(EXCEPTED, `account: data, ${PEOPLE}`)],
  ["people of another account that are excepted", limited(EXCEPTED, `account: apps, ${PEOPLE}`)],
  [
    "people of IAM Identity Center in a region that are excepted",
    limited(EXCEPTED, `account: data, ${PEOPLE}, region: eu-west-1`),
  ],
  [
    "people that are excepted from an organization",
    limited(
      EXCEPTED.replace("source_ips: [203.0.113.0/24]", "organization: o-abcde12345"),
      `account: apps, ${PEOPLE}`,
    ),
  ],
])("is proved: %s", (_, text) => {
  const model = resolve(loadTopology(text));
  const { terraform } = topologyTerraform("stack", model);
  expect(proofOf(intentsOf(model), JSON.parse(JSON.stringify(terraform))).flaws).toEqual([]);
});

test("is proved: people that are denied", () => {
  const text = limited(ONLY, "account: apps, role: reader, existing: true")
    .replace("except: [] }", "except: [] }, deny: [people]")
    .replace("access:", `  people: { account: apps, ${PEOPLE} }\naccess:`);
  const model = resolve(loadTopology(text));
  const { terraform } = topologyTerraform("stack", model);
  expect(proofOf(intentsOf(model), JSON.parse(JSON.stringify(terraform))).flaws).toEqual([]);
});

test.each<[string, string, (statement: Record<string, unknown>) => unknown, RegExp]>([
  [
    "lists the whole bucket",
    "ListLake",
    (statement) => (statement.Condition = { StringEquals: { "aws:ResourceAccount": "111111111111" } }),
    /^nothing else: vendor can do s3:ListBucket on arn:aws:s3:::acme-lake, but nothing asks for it$/m,
  ],
  [
    "reads the whole bucket",
    "GetLake",
    (statement) => (statement.Resource = "arn:aws:s3:::acme-lake/*"),
    /^nothing else: vendor can do s3:GetObject, s3:GetObjectTagging on arn:aws:s3:::acme-lake\/s3porter-proof-elsewhere, /m,
  ],
])("who is excepted from networks and %s instead of a prefix", (_, sid, change, problem) => {
  const model = resolve(
    loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
buckets:
  lake: { account: data, name: acme-lake, restrict_to: { source_ips: [203.0.113.0/24], except: [vendor] } }
principals:
  vendor: { account: data, user: vendor, existing: true }
access:
  - { principal: vendor, bucket: lake, allow: read, prefix: in/ }
`),
  );
  const { terraform } = topologyTerraform("stack", model);
  const changed = JSON.parse(JSON.stringify(terraform)) as ChangeableTerraform;
  const flaws = () => proofOf(intentsOf(model), changed).flaws.map((flaw) => `${flaw.part}: ${flaw.problem}`);
  expect(flaws()).toEqual([]);
  const statement = changed.locals.vendor_identity_policy?.Statement.find(({ Sid }) => Sid === sid);
  change(statement as unknown as Record<string, unknown>);
  expect(flaws().join("\n")).toMatch(problem);
});
