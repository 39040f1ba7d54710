import { loadTopology } from "../load";
import { isTopologyError } from "../problem";

function problemsOf(everybody: string, others = ""): string[] {
  try {
    loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
buckets:
  reports: { account: data, name: acme-reports }
principals:
  everybody: ${everybody}
${others}
access:
  - { principal: everybody, bucket: reports, allow: read }
`);
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

const WHOLE = "{ organization: o-abcde12345 }";
const OU = "o-abcde12345/r-ab12/ou-ab12-11111111";

test.each<[string, string, string, readonly string[]]>([
  ["a whole organization", WHOLE, "", []],
  ["an OU and those below it", `{ organization: o-abcde12345, paths: ["${OU}/", "${OU}/*"] }`, "", []],
  [
    "two OUs apart",
    `{ organization: o-abcde12345, paths: ["${OU}/"] }`,
    '  others: { organization: o-abcde12345, paths: ["o-abcde12345/r-ab12/ou-ab12-22222222/*"] }',
    [],
  ],
  [
    "an account",
    "{ organization: o-abcde12345, account: data }",
    "",
    ['principals.everybody.account: "account" has no effect on an organization; leave it out'],
  ],
  [
    "a path of another organization",
    '{ organization: o-abcde12345, paths: ["o-fghij12345/r-ab12/"] }',
    "",
    ['principals.everybody.paths[0]: is not in the organization o-abcde12345; begin it with "o-abcde12345/"'],
  ],
  [
    "a path that does not end",
    `{ organization: o-abcde12345, paths: [${OU}] }`,
    "",
    [`principals.everybody.paths[0]: "${OU}" must be the path of an OU`],
  ],
  [
    "an OU of an organization that has the access already",
    WHOLE,
    `  others: { organization: o-abcde12345, paths: ["${OU}/"] }`,
    ["principals.others.organization: some accounts of others are also accounts of principals.everybody"],
  ],
  [
    "another team of the same accounts",
    "{ organization: o-abcde12345, principal_tags: { team: one } }",
    "  others: { organization: o-abcde12345, principal_tags: { team: two } }",
    [],
  ],
  [
    "a part of a team of the same accounts",
    "{ organization: o-abcde12345, principal_tags: { team: one, env: prod } }",
    "  others: { organization: o-abcde12345, principal_tags: { Team: one } }",
    [
      "principals.others.organization: some accounts of others are also accounts of principals.everybody, and whoever has the tags team=one, env=prod gets what others gets, too; tell them apart by different values of one tag, or write paths that have no account in common",
    ],
  ],
  [
    "a team of all accounts",
    WHOLE,
    `  others: { organization: o-abcde12345, paths: ["${OU}/"], principal_tags: { team: one } }`,
    [
      "principals.others.organization: some accounts of others are also accounts of principals.everybody, and whoever has the tags team=one gets what everybody gets, too; tell them apart by different values of one tag, or write paths that have no account in common",
    ],
  ],
  [
    "an OU below another",
    `{ organization: o-abcde12345, paths: ["o-abcde12345/r-ab12/*"] }`,
    `  others: { organization: o-abcde12345, paths: ["${OU}/"] }`,
    ["principals.others.organization: some accounts of others are also accounts of principals.everybody"],
  ],
  [
    "a role without an account",
    "{ role: Reader, existing: true }",
    "",
    ['principals.everybody.account: "account" is missing; write, for example, account: source'],
  ],
  [
    "the name of an account",
    WHOLE,
    "  data: { organization: o-fghij12345 }",
    [
      "principals.data: data is also an account, and both would have the output handover_data; rename one of them",
    ],
  ],
  [
    "a role that trusts one",
    WHOLE,
    "  porter: { account: data, role: Porter, assumed_by: [everybody] }",
    ["principals.porter.assumed_by[0]: everybody is an organization, which cannot assume a role here"],
  ],
  [
    "paths of a user",
    `{ account: data, user: Ann, paths: ["${OU}/"] }`,
    "",
    ['principals.everybody.paths: "paths" has no effect on a user; leave it out'],
  ],
])("%s", (_, everybody, others, problems) => {
  expect(problemsOf(everybody, others)).toEqual(problems.map((each) => expect.stringContaining(each)));
});
