import { loadTopology } from "../load";
import { isTopologyError } from "../problem";

const SHARED = `accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
  partner: { id: "333333333333", managed: false }
buckets:
  reports: { account: data, name: acme-reports }
principals:
  analysts: { account: apps, permission_set: Analyst }
  others: { account: apps, permission_set: Other }
access:
  - { principal: analysts, bucket: reports, allow: read }
  - { principal: others, bucket: reports, allow: read }
`;

function problemsOf(text: string): string[] {
  try {
    loadTopology(text);
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

const OTHER = "{ account: apps, permission_set: Other }";

test.each<[string, string, readonly string[]]>([
  ["two permission sets of an account", OTHER, []],
  ["the permission set of somebody else", "{ account: partner, permission_set: Analyst }", []],
  ["a region", "{ account: apps, permission_set: Other, region: eu-central-1 }", []],
  [
    "the same permission set in two accounts",
    "{ account: data, permission_set: Analyst }",
    [
      "principals.others.permission_set: Analyst is also the permission set of principals.analysts, in another account; a permission set has one inline policy for all its accounts, so use a different one for each account",
    ],
  ],
  [
    "the same permission set twice",
    "{ account: apps, permission_set: Analyst }",
    [
      "principals.others.permission_set: is already the permission set of principals.analysts, in account 222222222222; leave one of them out, and give all the access to the other",
    ],
  ],
  [
    "a pattern",
    "{ account: apps, permission_set: 'Other*' }",
    [
      'principals.others.permission_set: "Other*" can contain only letters, digits and _+=,.@-, found "*": it is the name of one permission set, not a pattern',
    ],
  ],
  [
    "the name of its role",
    "{ account: apps, permission_set: AWSReservedSSO_Other_0123456789abcdef }",
    [
      'principals.others.permission_set: "AWSReservedSSO_Other_0123456789abcdef" is the name of a role; write only the name of the permission set, "Other"',
    ],
  ],
  [
    "fields of roles",
    "{ account: apps, permission_set: Other, existing: true, path: /a/, granted_as: arn }",
    ["existing", "path", "granted_as"].map(
      (field) => `principals.others.${field}: "${field}" has no effect on a permission set; leave it out`,
    ),
  ],
  [
    "the region of a role",
    "{ account: apps, role: Other, existing: true, region: eu-west-1 }",
    ['principals.others.region: "region" has no effect on an existing role or user; leave it out'],
  ],
  [
    "a role that trusts one",
    "{ account: apps, role: Other, assumed_by: [analysts] }",
    [
      'principals.others.assumed_by[0]: analysts is a permission set, and a trust policy cannot name its roles, whose names change; grant the access to analysts itself, or trust its whole account: "arn:aws:iam::222222222222:root"',
    ],
  ],
])("%s", (_, other, problems) => {
  expect(problemsOf(SHARED.replace(OTHER, other))).toEqual(
    problems.map((each) => expect.stringContaining(each)),
  );
});

test("an existing role of a permission set leads to it", () => {
  const role =
    "{ account: apps, role: AWSReservedSSO_Other_0123456789abcdef, path: /aws-reserved/sso.amazonaws.com/eu-west-1/, existing: true }";
  expect(problemsOf(SHARED.replace(OTHER, role))).toEqual([
    expect.stringContaining("write permission_set: Other, region: eu-west-1 instead"),
  ]);
});
