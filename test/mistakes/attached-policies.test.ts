/** Policies that somebody attaches besides those of s3porter: the flaws are about them, and the right actions stay. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import type { Flaw } from "../../src/prove/flaw";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import type { ChangeableTerraform } from "../fixtures/changed-stack";
import { proofOf } from "../support/provable";

const MODEL = resolve(
  loadTopology(`
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
buckets:
  lake: { account: data, name: acme-lake }
  copy: { account: apps, name: acme-copy }
principals:
  porter: { account: apps, role: acme-porter, existing: true }
  ann: { account: apps, user: ann }
access:
  - { principal: porter, bucket: lake, allow: read }
  - { principal: porter, bucket: copy, allow: write }
  - { principal: ann, bucket: lake, allow: read }
`),
);

type Statement = Readonly<Record<string, unknown>>;

/** The flaws after a policy with the statements is attached. */
function flawsWith(
  attach: (terraform: ChangeableTerraform, policy: string) => void,
  ...statements: Statement[]
) {
  const terraform = JSON.parse(
    JSON.stringify(topologyTerraform("stack", MODEL).terraform),
  ) as ChangeableTerraform;
  attach(terraform, JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  return proofOf(intentsOf(MODEL), terraform).flaws;
}

function managed(
  { resource }: ChangeableTerraform,
  policy: string,
  type: "role" | "user",
  name: string,
): void {
  const attachments = `aws_iam_${type}_policy_attachment`;
  resource.aws_iam_policy = {
    ...resource.aws_iam_policy,
    more: { provider: "aws.apps", name: "more", policy },
  };
  resource[attachments] = {
    ...resource[attachments],
    more: { provider: "aws.apps", [type]: name, policy_arn: "${aws_iam_policy.more.arn}" },
  };
}

const toRole = (terraform: ChangeableTerraform, policy: string) =>
  managed(terraform, policy, "role", "acme-porter");

const inline = ({ resource }: ChangeableTerraform, policy: string) => {
  resource.aws_iam_role_policy = {
    ...resource.aws_iam_role_policy,
    more: { provider: "aws.apps", name: "more", role: "acme-porter", policy },
  };
};

const addresses = (flaws: readonly Flaw[]) => [...new Set(flaws.flatMap((flaw) => flaw.addresses))];

const allow = (Action: unknown, Resource: unknown = "*"): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
});

describe.each<[string, Parameters<typeof flawsWith>[0], string]>([
  ["a managed policy of a role", toRole, "aws_iam_policy.more"],
  ["another inline policy of a role", inline, "aws_iam_role_policy.more"],
  [
    "a managed policy of a user",
    (terraform, policy) => managed(terraform, policy, "user", "${aws_iam_user.ann.name}"),
    "aws_iam_policy.more",
  ],
])("%s", (_, attach, address) => {
  test.each<[string, Statement[]]>([
    ["allows everything", [allow("*")]],
    ["allows all of S3", [allow("s3:*")]],
    ["allows all of S3 and KMS", [allow("s3:*"), allow("kms:*")]],
    ["allows reading everything", [allow(["s3:Get*", "s3:List*"]), allow("kms:Decrypt")]],
    [
      "allows more than one bucket",
      [allow("s3:GetObject", ["arn:aws:s3:::acme-lake/*", "arn:aws:s3:::other/*"])],
    ],
    ["repeats an action", [allow("s3:GetObject", "arn:aws:s3:::acme-lake/*")]],
  ])("that %s", (_, statements) => {
    const flaws = flawsWith(attach, ...statements);
    expect(flaws).not.toEqual([]);
    expect(flaws.filter((flaw) => !flaw.addresses.includes(address))).toEqual([]);
    expect(flaws.filter(({ part, addresses: all }) => part === "minimal" && all.length > 1)).toEqual([]);
  });
});

test("one that is attached to both", () => {
  const flaws = flawsWith((terraform, policy) => {
    toRole(terraform, policy);
    const { resource } = terraform;
    resource.aws_iam_user_policy_attachment = {
      ...resource.aws_iam_user_policy_attachment,
      more: { provider: "aws.apps", user: "ann", policy_arn: "${aws_iam_policy.more.arn}" },
    };
  }, allow("s3:*"));
  expect(addresses(flaws)).toEqual(["aws_iam_policy.more"]);
});

test("the same policy twice", () => {
  const own = topologyTerraform("stack", MODEL).terraform as ChangeableTerraform;
  const flaws = flawsWith(toRole, ...((own.locals.porter_identity_policy?.Statement ?? []) as Statement[]));
  expect(addresses(flaws)).toEqual(["aws_iam_policy.more"]);
});

test("one that is needed keeps what else is needed", () => {
  const flaws = flawsWith((terraform, policy) => {
    toRole(terraform, policy);
    const own = terraform.locals.porter_identity_policy;
    if (own) own.Statement = own.Statement.filter(({ Action }) => JSON.stringify(Action).includes("kms:"));
  }, allow("s3:*"));
  expect(addresses(flaws)).toEqual(["aws_iam_policy.more"]);
});

test("an action of its own that nothing needs is reported too", () => {
  const flaws = flawsWith((terraform, policy) => {
    toRole(terraform, policy);
    const statement = terraform.locals.porter_identity_policy?.Statement[0];
    if (statement) statement.Action = [statement.Action ?? []].flat().concat("s3:DeleteObject");
  }, allow("s3:Get*"));
  expect(addresses(flaws).sort()).toEqual(["aws_iam_policy.more", "aws_iam_role_policy.porter"]);
});
