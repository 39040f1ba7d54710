import { loadTopology } from "../load";
import { formatProblem, isTopologyError } from "../problem";
import { resolve } from "../resolve";

function problemsOf(text: string): string[] {
  try {
    loadTopology(text, "a.yaml");
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map((problem) => formatProblem(problem).replace("a.yaml:", ""));
  }
}

const LOGS = `accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", managed: false }
buckets:
  logs: { account: data, name: acme-logs }
  plain: { account: data, name: acme-plain, encryption: AES256 }
principals:
  trail: { service: cloudtrail, for_accounts: [data, apps, "333333333333"] }
access:
  - { principal: trail, bucket: logs, allow: put, prefix: t/ }
`;

test("a service acts for accounts of the file and for others", () => {
  const { services, deliveries, principals, access } = resolve(loadTopology(LOGS));
  expect([principals, access]).toEqual([[], []]);
  expect(services).toEqual([
    {
      name: "trail",
      service: "cloudtrail",
      sources: ["111111111111", "222222222222", "333333333333"].map((accountId) => ({
        accountId,
        organizationId: undefined,
        arns: [],
      })),
    },
  ]);
  expect(deliveries).toMatchObject([{ service: { name: "trail" }, bucket: { name: "logs" }, prefix: "t/" }]);
});

test("a service goes by the name of its principal too, and its ARNs are those of their accounts", () => {
  const { services } = resolve(
    loadTopology(
      LOGS.replace(
        /trail: \{.*\}/,
        'trail: { service: s3.amazonaws.com, for_accounts: [data, apps], source_arns: ["arn:aws:s3:::a"] }',
      ),
    ),
  );
  expect(services).toMatchObject([
    { service: "s3-inventory", sources: [{ arns: ["arn:aws:s3:::a"] }, { arns: ["arn:aws:s3:::a"] }] },
  ]);
  const trails = '["arn:aws:cloudtrail:*:111111111111:trail/a", "arn:aws:cloudtrail:*:222222222222:trail/b"]';
  const { services: narrowed } = resolve(
    loadTopology(
      LOGS.replace(
        /trail: \{.*\}/,
        `trail: { service: cloudtrail, for_accounts: [data, apps], source_arns: ${trails} }`,
      ),
    ),
  );
  expect(narrowed[0]?.sources.map(({ arns }) => arns)).toEqual([
    ["arn:aws:cloudtrail:*:111111111111:trail/a"],
    ["arn:aws:cloudtrail:*:222222222222:trail/b"],
  ]);
});

const PUT = "- { principal: trail, bucket: logs, allow: put, prefix: t/ }";

test.each<[string, string | RegExp, string, readonly (string | RegExp)[]]>([
  [
    "that is not known",
    "service: cloudtrail,",
    "service: lambda.amazonaws.com,",
    [
      /^8:21: principals.trail.service: "lambda.amazonaws.com" is not a service that s3porter knows the needs of; there are cloudtrail, vpc-flow-logs, .* and cloudfront; if it assumes a role, write the role here with assumed_by/,
    ],
  ],
  ["that has another name", "service: cloudtrail,", "service: waf,", [/did you mean "vpc-flow-logs"\?$/]],
  [
    "that acts for nobody",
    ', for_accounts: [data, apps, "333333333333"]',
    "",
    [/^8:3: principals.trail.for_accounts: "for_accounts" is missing; .*for_organization: o-a1b2c3d4e5$/],
  ],
  [
    "that acts for both",
    '"333333333333"] }',
    '"333333333333"], for_organization: o-a1b2c3d4e5 }',
    [/principals.trail.for_organization: and for_accounts exclude each other/],
  ],
  [
    "that acts for what is no organization",
    /for_accounts: .*\]/,
    "for_organization: acme",
    [/"acme" must be the id of an organization, such as o-a1b2c3d4e5/],
  ],
  [
    "that acts for unknown accounts, and for one twice",
    'apps, "333333333333"',
    'aps, "111111111111", "123"',
    [
      /for_accounts\[1\]: "aps" is neither in accounts nor twelve digits; there are data, apps; did you mean "apps"\?/,
      /for_accounts\[2\]: account 111111111111 is already in the list/,
      /for_accounts\[3\]: "123" is neither/,
    ],
  ],
  [
    "with what others have",
    "service: cloudtrail",
    "service: cloudtrail, account: data, existing: true",
    [/"account" has no effect on a service/, /"existing" has no effect on a service/],
  ],
  [
    "with ARNs of another service and another account",
    /for_accounts: .*\]/,
    'for_accounts: [data], source_arns: ["arn:aws:ec2:*:111111111111:vpc/a", "arn:aws:cloudtrail:*:444444444444:trail/a"]',
    [
      /source_arns\[0\]: .* must be an ARN of cloudtrail, because that is what cloudtrail.amazonaws.com sends/,
      /source_arns\[1\]: .* is in account 444444444444, which is not in for_accounts; add it there/,
    ],
  ],
  [
    "without an ARN of one of its accounts",
    /for_accounts: .*\]/,
    'for_accounts: [data, apps], source_arns: ["arn:aws:cloudtrail:*:111111111111:trail/a"]',
    [
      /source_arns: contains no ARN of account 222222222222; add one, or remove the account from for_accounts/,
    ],
  ],
  [
    "that is allowed what it does not do",
    "allow: put",
    "allow: read",
    [
      /^10:\d+: access\[0\].allow: "read" is not what cloudtrail does: it delivers logs of CloudTrail; write allow: put$/,
    ],
  ],
  [
    "that only reads",
    "service: cloudtrail",
    "service: cloudfront",
    [
      '10:46: access[0].allow: "put" is not what cloudfront does: it reads objects for CloudFront with origin access control; write allow: get',
    ],
  ],
  [
    "with the folder that it adds",
    "prefix: t/",
    'prefix: "t/AWSLogs/111111111111/"',
    [
      /access\[0\].prefix: .* must not contain AWSLogs\/, because cloudtrail.amazonaws.com adds it and the account; write "t\/"$/,
    ],
  ],
  [
    "with nothing but the folder that it adds",
    "prefix: t/",
    'prefix: "AWSLogs/111111111111/"',
    [/leave the prefix out$/],
  ],
  ["without a slash", "prefix: t/", "prefix: t", [/must end with a slash, .* write "t\/"$/]],
  ["with a variable", "prefix: t/", 'prefix: "${aws:username}/"', [/policy variables do not work here/]],
  [
    "of load balancers and SSE-KMS",
    "service: cloudtrail",
    "service: elb-access-logs",
    [
      /^10:\d+: access\[0\].bucket: elb-access-logs cannot be used here: Elastic Load Balancing writes only to buckets with SSE-S3, and this bucket is encrypted with a KMS key; write encryption: AES256/,
    ],
  ],
  [
    "of server access logs and SSE-KMS",
    "service: cloudtrail",
    "service: s3-access-logs",
    [/S3 writes server access logs only to buckets with SSE-S3/],
  ],
  [
    "that cannot use Object Lock",
    /logs: \{ account: data, name: acme-logs \}([^]*)service: cloudtrail/,
    "logs: { account: data, name: acme-logs, object_lock: true }\nprincipals:\n  trail: { service: config",
    [/AWS Config does not deliver to buckets with Object Lock; name a bucket without object_lock/],
  ],
  [
    "of server access logs of another account",
    new RegExp(`service: cloudtrail, [^]*${PUT.replace(/[{}]/g, "\\$&")}`),
    `service: s3-access-logs, for_accounts: [apps] }\naccess:\n  - { principal: trail, bucket: plain, allow: put }`,
    [
      /S3 writes server access logs only to a bucket of the same account, and this bucket is not in account 222222222222/,
    ],
  ],
  [
    "in assumed_by",
    "\naccess:",
    "\n  reader: { account: data, role: reader, assumed_by: [trail] }\naccess:",
    [
      /principals.reader.assumed_by\[0\]: "trail" is a service that acts without a role; if it assumes this one, write "cloudtrail.amazonaws.com"/,
    ],
  ],
  [
    "that is denied",
    "name: acme-logs",
    "name: acme-logs, deny: [trail]",
    [
      /buckets.logs.deny\[0\]: "trail" is an AWS service, which has no access unless it is granted; leave it out/,
    ],
  ],
  [
    "with fields of a service and none",
    /service: cloudtrail, for_accounts/,
    "account: data, user: trail, for_accounts",
    [/"for_accounts" has no effect on a user/],
  ],
  [
    "without account and service",
    "\naccess:",
    "\n  reader: { role: reader, existing: true }\naccess:",
    ['9:3: principals.reader.account: "account" is missing; write, for example, account: source'],
  ],
])("a principal %s is refused", (_, from, to, expected) => {
  const changed = LOGS.replace(from, () => to);
  expect(changed).not.toBe(LOGS);
  const problems = problemsOf(changed);
  expect(problems).toEqual(
    expected.map((each) => (typeof each === "string" ? each : expect.stringMatching(each))),
  );
});

test("other words for what a service acts for are answered", () => {
  expect(problemsOf(LOGS.replace("for_accounts", "source_accounts"))[0]).toMatch(
    /unknown key "source_accounts"; for an AWS service that writes by itself, write service: <service> with for_accounts/,
  );
});
