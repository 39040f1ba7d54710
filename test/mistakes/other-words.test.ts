/** Principals, keys, permissions and limits in the words in which people ask for them: each is proved, or says what to write. */
import { loadTopology } from "../../src/topology/load";
import { formatProblem, isTopologyError } from "../../src/topology/problem";
import { proveTopology } from "../../src/verify/topology";

const KEY = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";

interface Written {
  readonly region?: string;
  readonly apps?: string;
  readonly sections?: string;
  readonly bucket?: string;
  readonly principals?: readonly string[];
  readonly access?: readonly string[];
}

function topologyOf({
  region = "eu-west-1",
  sections = "",
  bucket = "",
  principals = [],
  ...more
}: Written): string {
  const { apps = `region: ${region}`, access = [] } = more;
  return [
    "accounts:",
    `  data: { id: "111111111111", region: ${region} }`,
    `  apps: { id: "222222222222", ${apps} }`,
    ...(sections === "" ? [] : [sections]),
    "buckets:",
    `  lake: { account: data, name: acme-lake${bucket} }`,
    ...(principals.length > 0 ? ["principals:", ...principals.map((each) => `  ${each}`)] : []),
    ...(access.length > 0 ? ["access:", ...access.map((each) => `  - { bucket: lake, ${each} }`)] : []),
    "",
  ].join("\n");
}

function answerTo(text: string): string {
  try {
    const { flaws } = proveTopology({ name: "lake", topology: loadTopology(text, "a.yaml") }).proof;
    return flaws.length === 0 ? "proved" : flaws.map(({ problem }) => problem).join("\n");
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map(formatProblem).join("\n");
  }
}

const reading = (principal: string): Written => ({
  principals: [`someone: ${principal}`],
  access: ["principal: someone, allow: read"],
});
const trusting = (trusted: string): Written =>
  reading(`{ account: data, role: acme-ci, assumed_by: ${trusted} }`);
const allowing = (allow: string): Written => ({
  principals: ["someone: { account: apps, role: acme-loader, existing: true }"],
  access: [`principal: someone, allow: ${allow}`],
});
const delivering = (service: string, allow = "put"): Written => ({
  principals: [`writer: ${service}`],
  access: [`principal: writer, allow: ${allow}`],
});
const limited = (limit: string): Written => ({ bucket: `, ${limit}` });

const PROVED = /^proved$/;

test.each<[string, Written, RegExp]>([
  // Multi-Region keys.
  [
    "a multi-Region key of GovCloud",
    {
      region: "us-gov-west-1",
      sections: "keys:\n  shared: { account: data, multi_region: true }",
      bucket: ", key: shared",
    },
    PROVED,
  ],
  [
    "the own key of a bucket as a multi-Region key",
    { bucket: ", key: { multi_region: true }" },
    /write the key in the section keys with multi_region: true/,
  ],
  [
    "the regions of replicas in a list",
    {
      sections: "keys:\n  shared: { account: data, multi_region: true, replica_regions: [us-east-1] }",
      bucket: ", key: shared",
    },
    /write multi_region: true on a key, and replica_of: <that key> on a key in another region/,
  ],

  // Services that deliver.
  [
    "CloudTrail in China",
    { region: "cn-north-1", ...delivering("{ service: cloudtrail, for_accounts: [apps] }") },
    PROVED,
  ],
  [
    "Config by its domain",
    delivering('{ service: config.amazonaws.com, for_accounts: ["222222222222"] }'),
    PROVED,
  ],
  [
    "source accounts of a service",
    delivering('{ service: config.amazonaws.com, source_accounts: ["222222222222"] }'),
    /for_accounts: \[<account>\]/,
  ],
  [
    "a list of services",
    delivering("{ services: [cloudtrail], for_accounts: [apps] }"),
    /^a.yaml:7:13: principals.writer.services: .*write one entry for each[^\n]*$/,
  ],
  [
    "a service as a principal",
    delivering("config.amazonaws.com"),
    /^a.yaml:7:11: principals.writer: must be a mapping, .*write \{ service: config.amazonaws.com, for_accounts: \[<account>\] \}[^\n]*$/,
  ],
  [
    "a service in access",
    { access: ["principal: delivery.logs.amazonaws.com, allow: put"] },
    /is not in principals; .* \{ service: delivery.logs.amazonaws.com, for_accounts: \[<account>\] \}/,
  ],
  [
    "a load balancer, which cannot use KMS",
    delivering("{ service: logdelivery.elasticloadbalancing.amazonaws.com, for_accounts: [apps] }"),
    /Elastic Load Balancing writes only to buckets with SSE-S3/,
  ],

  // Permission sets, and roles that only AWS changes.
  [
    "a permission set of GovCloud",
    {
      region: "us-gov-west-1",
      ...reading("{ account: apps, permission_set: Analyst, region: us-gov-west-1 }"),
    },
    PROVED,
  ],
  [
    "the role of a permission set without its path",
    reading('{ account: apps, role: "AWSReservedSSO_Admin_*", existing: true }'),
    /write permission_set: Admin instead/,
  ],
  [
    "several permission sets",
    reading("{ account: apps, permission_set: [Analyst, Admin] }"),
    /must be text, .*write one entry of "principals" for each/,
  ],
  [
    "a pattern of roles",
    reading('{ account: apps, role: "app-*", existing: true }'),
    /"app-\*" must be a whole name: .*entire_account: true, with principal_tags/,
  ],
  ["a pattern of users", reading('{ account: apps, user: "svc-?", existing: true }'), /must be a whole name/],
  [
    "a group",
    reading("{ account: apps, group: analysts, existing: true }"),
    /cannot name groups of IAM; name their users/,
  ],
  [
    "a service-linked role without its path",
    reading("{ account: apps, role: AWSServiceRoleForECS, existing: true }"),
    /is a service-linked role, and only its service can change it/,
  ],
  ["a new role with a reserved name", trusting('["arn:aws:iam::111111111111:root"]'), PROVED],
  [
    "a role under /service-role/",
    reading("{ account: apps, role: Glue, path: /service-role/, existing: true }"),
    PROVED,
  ],

  // Organizations.
  [
    "an organization in China that writes",
    { region: "cn-north-1", ...delivering("{ organization: o-abcde12345 }", "write") },
    PROVED,
  ],
  [
    "two OUs",
    reading(
      '{ organization: o-abcde12345, paths: ["o-abcde12345/r-ab12/ou-ab12-11111111/*", "o-abcde12345/r-ab12/ou-ab12-22222222/"] }',
    ),
    PROVED,
  ],
  [
    "an OU as an organization",
    reading("{ organization: ou-ab12-11111111 }"),
    /write organization: <id>, and the paths of its OUs as paths/,
  ],
  [
    "a root as an organization",
    reading("{ organization: r-ab12 }"),
    /write organization: <id>, and the paths of its OUs as paths/,
  ],
  [
    "a list of organizations",
    reading("{ organization: [o-abcde12345, o-fghij67890] }"),
    /write one entry of "principals" for each/,
  ],
  [
    "an organization in access",
    { access: ["principal: o-abcde12345, allow: read"] },
    /name that here: write \{ organization: o-abcde12345 \}/,
  ],

  // Federated trusts.
  [
    "GitLab by the ARN of its provider",
    trusting('["arn:aws:iam::111111111111:oidc-provider/gitlab.com"]'),
    /write \{ oidc: <issuer>, subjects: \[<subject>\] \}/,
  ],
  [
    "EKS by the ARN of its provider",
    trusting('["arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/AB"]'),
    /write \{ oidc: <issuer>, subjects/,
  ],
  [
    "SAML by the ARN of its provider",
    trusting('["arn:aws:iam::111111111111:saml-provider/Okta"]'),
    /write \{ saml: <ARN of the provider> \}/,
  ],
  [
    "a federated principal",
    trusting('[{ federated: "arn:aws:iam::111111111111:oidc-provider/gitlab.com" }]'),
    /write \{ oidc: <issuer>, subjects/,
  ],
  ["a repository of GitHub", trusting("[{ github: acme/site }]"), /write \{ oidc: <issuer>, subjects/],
  [
    "one subject",
    trusting('[{ oidc: gitlab.com, subjects: "project_path:acme/site:*" }]'),
    /must be a list, .*write \["project_path:acme\/site:\*"\]/,
  ],
  [
    "HCP Terraform",
    trusting(
      '[{ oidc: app.terraform.io, subjects: ["organization:acme:project:site:workspace:prod:run_phase:*"] }]',
    ),
    PROVED,
  ],

  // Permissions.
  [
    "actions for multipart uploads",
    allowing('[read, "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts"]'),
    /write list_uploads instead/,
  ],
  ["an action on versions", allowing('[read, "s3:ListBucketVersions"]'), /write list_versions instead/],
  ["an action without its service", allowing("[read, GetBucketLocation]"), /write locate instead/],
  ["the levels for a loader", allowing("[read, locate, get_version, list_uploads, list_versions]"), PROVED],

  // The resource side alone.
  [
    "a role of a vendor in GovCloud",
    {
      region: "us-gov-west-1",
      apps: "managed: false",
      ...reading("{ account: apps, role: vendor, path: /ext/, existing: true }"),
    },
    PROVED,
  ],
  ...["grant_only", "resource_only", "external", "deploy", "hand_over"].map(
    (field): [string, Written, RegExp] => [
      `a role with ${field}`,
      reading(`{ account: apps, role: vendor, existing: true, ${field}: true }`),
      /write managed: false in its entry of accounts/,
    ],
  ),
  [
    "an account that is granted only",
    { apps: "region: eu-west-1, grant_only: true" },
    /write managed: false in its entry of accounts/,
  ],
  [
    "the ARN of a user as a principal",
    reading('"arn:aws:iam::222222222222:user/ext/vendor"'),
    /write \{ account: <account>, user: vendor, path: \/ext\/, existing: true \}$/,
  ],
  [
    "the ARN of an account as a principal",
    reading('"arn:aws:iam::222222222222:root"'),
    /write \{ account: <account>, entire_account: true \}$/,
  ],
  [
    "a list of users",
    reading("{ account: apps, users: [a, b], existing: true }"),
    /write one entry for each/,
  ],
  [
    "a canonical user",
    reading("{ account: apps, canonical_user: 79a59df900b949e5 }"),
    /in ACLs, which s3porter disables/,
  ],

  // What exists already.
  [
    "a bucket with SSE-S3",
    { bucket: ", existing: true, encryption: AES256, policy: handover", ...allowing("read") },
    PROVED,
  ],
  [
    "a key of GovCloud that exists",
    {
      region: "us-gov-west-1",
      sections: `keys:\n  central: { account: data, existing: true, arn: "${KEY.replace("aws", "aws-us-gov").replace("eu-west-1", "us-gov-west-1")}", policy: handover }`,
      bucket: ", existing: true, key: central, policy: handover",
      ...allowing("read"),
    },
    PROVED,
  ],
  [
    "the alias of a key",
    { bucket: ", existing: true, policy: handover, key: alias/lake" },
    /write the ARN of the key: aws kms describe-key --key-id alias\/lake/,
  ],
  [
    "the id of a key",
    { bucket: ", existing: true, policy: handover, key: 0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b" },
    /write the ARN of the key: aws kms describe-key/,
  ],
  [
    "a key of another account",
    { bucket: `, existing: true, policy: handover, key: "${KEY.replace("111111111111", "222222222222")}"` },
    /is in account 222222222222 .* an entry of keys/,
  ],
  [
    "a bucket by its ARN",
    { bucket: ', existing: true, arn: "arn:aws:s3:::acme-lake"' },
    /write existing: true, its name, the ARN of its key as key/,
  ],

  // Limits.
  [
    "VPC endpoints of GovCloud",
    {
      region: "us-gov-west-1",
      ...limited(
        'restrict_to: { vpc_endpoints: [vpce-0123456789abcdef0], except: ["arn:aws-us-gov:iam::111111111111:role/admin"] }',
      ),
    },
    PROVED,
  ],
  [
    "an organization as the limit",
    limited("restrict_to: o-abcde12345"),
    /^a.yaml:5:56: buckets.lake.restrict_to: must be a mapping, .*; write restrict_to: \{ organization: o-abcde12345 \}$/,
  ],
  [
    "VPC endpoints as the limit",
    limited("restrict_to: [vpce-0123456789abcdef0]"),
    /write restrict_to: \{ vpc_endpoints: \[vpce-0123456789abcdef0\], except: \[<ARN of who deploys>\] \}$/,
  ],
  [
    "a range as the limit",
    limited("restrict_to: 203.0.113.0/24"),
    /write restrict_to: \{ source_ips: \["203.0.113.0\/24"\], except/,
  ],
  [
    "ranges of IPv6 as the limit",
    limited('restrict_to: ["2001:db8::/32"]'),
    /write restrict_to: \{ source_ips: \["2001:db8::\/32"\], except/,
  ],
  [
    "a VPC as the limit",
    limited("restrict_to: vpc-0123456789abcdef0"),
    /is limited to VPC endpoints, .*vpc_endpoints: \[<id>\]/,
  ],
  [
    "an account as the limit",
    limited('restrict_to: "222222222222"'),
    /write, for example, restrict_to: \{ organization: <id> \}/,
  ],
  [
    "a limit that is only on",
    limited("restrict_to: true"),
    /write, for example, restrict_to: \{ organization: <id> \}/,
  ],
  [
    "private addresses",
    limited('restrict_to: { source_ips: ["10.0.0.0/8"], except: [] }'),
    /"10.0.0.0\/8" is private/,
  ],
])("%s", (_, written, expected) => {
  expect(answerTo(topologyOf(written))).toMatch(expected);
});

describe("a role that assumes another", () => {
  const chain = (region: string, principals: readonly string[]): Written => ({
    region,
    principals: [...principals, "reader: { account: data, role: acme-reader, assumed_by: [app] }"],
    access: ["principal: reader, allow: read"],
  });

  it.each<[string, Written, RegExp]>([
    ["a user", chain("eu-west-1", ["app: { account: apps, user: acme-app }"]), PROVED],
    [
      "in GovCloud",
      chain("us-gov-west-1", ['app: { account: apps, role: acme-app, assumed_by: ["ec2.amazonaws.com"] }']),
      PROVED,
    ],
    [
      "over two roles",
      chain("eu-west-1", [
        'first: { account: apps, role: acme-first, assumed_by: ["lambda.amazonaws.com"] }',
        "app: { account: apps, role: acme-app, assumed_by: [first] }",
      ]),
      PROVED,
    ],
    [
      "an existing role",
      chain("eu-west-1", ["app: { account: apps, role: acme-app, path: /svc/, existing: true }"]),
      PROVED,
    ],
    [
      "of an account of others",
      {
        ...chain("eu-west-1", ["app: { account: apps, role: acme-app, existing: true }"]),
        apps: "managed: false",
      },
      PROVED,
    ],
    [
      "the people of a permission set",
      chain("eu-west-1", ["app: { account: apps, permission_set: Analyst }"]),
      /trust its whole account: "arn:aws:iam::222222222222:root"/,
    ],
    [
      "the session of a role",
      {
        ...reading(
          '{ account: data, role: acme-reader, assumed_by: ["arn:aws:sts::222222222222:assumed-role/acme-app/s"] }',
        ),
      },
      /name the role instead of its session/,
    ],
  ])("%s", (_, written, expected) => {
    expect(answerTo(topologyOf(written))).toMatch(expected);
  });
});
