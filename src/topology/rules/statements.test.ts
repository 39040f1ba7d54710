import { loadTopology } from "../load";
import { formatProblem, isTopologyError } from "../problem";

const BASE = `accounts:
  data: { id: "111111111111", region: eu-west-1 }
buckets:
  lake: { account: data, name: acme-lake }
principals:
  etl: { account: data, role: acme-etl, existing: true, statements: [{ Effect: Allow, Action: "s3:ListAllMyBuckets", Resource: "*" }] }
  other: { account: data, role: acme-other, assumed_by: [ec2.amazonaws.com] }
access:
  - { principal: other, bucket: lake, allow: read }
`;

function problemsIn(text: string): string[] {
  try {
    loadTopology(text, "a.yaml");
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map(formatProblem);
  }
}

test.each<[string, string, string]>([
  ["an existing role", "", ""],
  ["an existing user", "role: acme-etl", "user: acme-etl"],
])("%s with statements needs a grant, because its policy is named after it", (_, from, to) => {
  expect(problemsIn(BASE.replace(from, to))).toEqual([
    "a.yaml:6:57: principals.etl.statements: etl has no access to a bucket and assumes no role of this file, and the name of its policy follows from them; add, for example, access: [{ principal: etl, bucket: <bucket>, allow: read }], or attach the statements in your own Terraform",
  ]);
});

test.each<[string, string, string]>([
  ["has access", "access:\n", "access:\n  - { principal: etl, bucket: lake, allow: read }\n"],
  ["assumes a role by its name", "[ec2.amazonaws.com]", "[etl]"],
  ["assumes a role by its ARN", "[ec2.amazonaws.com]", '["arn:aws:iam::111111111111:role/acme-etl"]'],
  ["is a new user", "role: acme-etl, existing: true", "user: acme-etl"],
])("no problem if it %s", (_, from, to) => {
  expect(problemsIn(BASE.replace(from, to))).toEqual([]);
});
