/** Policies that AWS manages, attached to roles and users: they allow much more than the topology asks for. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import awsPolicies from "../../src/estate/aws-managed-policies/aws-managed-policies.json";
import type { Proof } from "../../src/prove/prove";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import type { ChangeableTerraform } from "../fixtures/changed-stack";
import { proofOf } from "../support/provable";
import { runs } from "../support/runs";

const TOPOLOGY = `
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
buckets:
  lake: { account: data, name: acme-lake }
  copy: { account: apps, name: acme-copy }
principals:
  porter: { account: apps, role: acme-porter, assumed_by: [ec2.amazonaws.com] }
  ann: { account: apps, user: ann }
access:
  - { principal: porter, bucket: lake, allow: read }
  - { principal: porter, bucket: copy, allow: write }
  - { principal: ann, bucket: lake, allow: read }
`;

const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;

type Change = (terraform: ChangeableTerraform) => void;

function proofWith(change: Change, topology = TOPOLOGY): Proof {
  const model = resolve(loadTopology(topology));
  const terraform = JSON.parse(
    JSON.stringify(topologyTerraform("stack", model).terraform),
  ) as ChangeableTerraform;
  change(terraform);
  return proofOf(intentsOf(model), terraform);
}

function add({ resource }: ChangeableTerraform, type: string, block: object): void {
  resource[type] = { ...resource[type], more: { provider: "aws.apps", ...block } };
}

const attaching =
  (policy_arn: string): Change =>
  (terraform) =>
    add(terraform, "aws_iam_role_policy_attachment", { role: "acme-porter", policy_arn });

const attachingToUser =
  (policy_arn: string): Change =>
  (terraform) =>
    add(terraform, "aws_iam_user_policy_attachment", { user: "ann", policy_arn });

const inRole =
  (...managed_policy_arns: string[]): Change =>
  ({ resource }) =>
    void Object.assign(resource.aws_iam_role?.porter, { managed_policy_arns });

/** All policies in CI, and some where somebody waits. */
const EVERY = runs(1, 12);

const ATTACHMENT = "aws_iam_role_policy_attachment.more";

test("the stack itself is proved", () => {
  expect(proofWith(() => undefined)).toMatchObject({ flaws: [], unmodelled: [] });
});

test.each<[string, Change, string, RegExp]>([
  [
    "everything",
    attaching(aws("AdministratorAccess")),
    ATTACHMENT,
    /acme-porter can do .* and \d\d\d more on /,
  ],
  ["everything except IAM", attaching(aws("PowerUserAccess")), ATTACHMENT, /acme-porter can do /],
  ["all of S3", attaching(aws("AmazonS3FullAccess")), ATTACHMENT, /s3:/],
  ["reading everything", attaching(aws("ReadOnlyAccess")), ATTACHMENT, /s3:Get/],
  ["auditing", attaching(aws("SecurityAudit")), ATTACHMENT, /kms:|s3:/],
  ["keys", attaching(aws("AWSKeyManagementServicePowerUser")), ATTACHMENT, /kms:/],
  ["a service", attaching(aws("service-role/AmazonElasticMapReduceforEC2Role")), ATTACHMENT, /s3:/],
  [
    "a user",
    attachingToUser(aws("AmazonS3FullAccess")),
    "aws_iam_user_policy_attachment.more",
    /^ann can do s3:/,
  ],
  [
    "an argument of the role",
    inRole(aws("AdministratorAccess")),
    "aws_iam_role.porter",
    /acme-porter can do /,
  ],
  [
    "both",
    (terraform) => {
      inRole(aws("AdministratorAccess"))(terraform);
      attaching(aws("AdministratorAccess"))(terraform);
    },
    ATTACHMENT,
    /acme-porter can do /,
  ],
])("%s: one flaw, which says to detach it", (_, change, address, says) => {
  const { flaws, unmodelled } = proofWith(change);
  expect(flaws).toEqual([
    expect.objectContaining({
      part: "nothing else",
      problem: expect.stringMatching(says),
      addresses: [address],
      repair: expect.stringMatching(/^detach the policy: remove .*\. Only AWS can narrow it$/),
    }),
  ]);
  expect(flaws[0]?.problem).toMatch(/with the AWS-managed policy \w+, but nothing asks for it$/);
  expect(flaws[0]?.because.join()).toMatch(
    /^statement .* of the AWS-managed policy \w+ of (role|user) .* allows it/,
  );
  expect(unmodelled).toEqual([]);
});

test("a policy in an argument is removed from it", () => {
  const [flaw] = proofWith(inRole(aws("AdministratorAccess"))).flaws;
  expect(flaw?.repair).toContain("remove it from managed_policy_arns of aws_iam_role.porter");
});

test("each attachment has its flaw, and other mistakes keep theirs", () => {
  const { flaws } = proofWith((terraform) => {
    attaching(aws("AmazonS3FullAccess"))(terraform);
    attachingToUser(aws("AdministratorAccess"))(terraform);
    const policy = terraform.locals.porter_identity_policy?.Statement[0];
    if (policy) policy.Action = [policy.Action ?? []].flat().concat("s3:DeleteObject");
  });
  expect(flaws.map(({ part, addresses }) => `${part} ${addresses.join()}`).sort()).toEqual([
    "minimal aws_iam_role_policy.porter",
    "nothing else aws_iam_role_policy.porter",
    "nothing else aws_iam_role_policy_attachment.more",
    "nothing else aws_iam_user_policy_attachment.more",
  ]);
});

test("one that allows something under conditions is superfluous", () => {
  const { flaws } = proofWith(attaching(aws("AWSCodeDeployRoleForECSLimited")));
  expect(flaws).toEqual([expect.objectContaining({ part: "minimal", addresses: [ATTACHMENT] })]);
  expect(flaws[0]?.problem).toBe(
    "the AWS-managed policy AWSCodeDeployRoleForECSLimited of role acme-porter is superfluous",
  );
});

test.each(["CloudWatchAgentServerPolicy", "service-role/AWSLambdaBasicExecutionRole"])(
  "%s says nothing about S3, KMS and STS",
  (name) => {
    expect(proofWith(attaching(aws(name)))).toMatchObject({ flaws: [], unmodelled: [] });
  },
);

test("a policy of AWS that denies is evaluated", () => {
  const { flaws } = proofWith(attaching(aws("AWSDenyAll")));
  expect(flaws.map(({ part }) => part)).toContain("complete");
  expect(flaws[0]?.repair).toContain("detach AWSDenyAll, which denies it");
});

test("a policy of AWS that is needed leaves the policies that are needed with it", () => {
  const { flaws } = proofWith((terraform) => {
    attaching(aws("AmazonS3FullAccess"))(terraform);
    const policy = terraform.locals.porter_identity_policy;
    if (policy)
      policy.Statement = policy.Statement.filter(({ Action }) => JSON.stringify(Action).includes("kms:"));
  });
  expect(flaws.map(({ addresses }) => addresses)).toEqual([[ATTACHMENT]]);
});

test.each(
  Object.keys(awsPolicies.policies)
    .filter(
      (name) => !/^AWS(DenyAll|CompromisedKey|IAMIdentityCenterAllowList)|PermissionsBoundary$/.test(name),
    )
    .filter((_, index) => index % EVERY === 0),
)("%s is not proved", (name) => {
  const { flaws, operations } = proofWith(attaching(aws(name)));
  expect(flaws.map(({ addresses }) => addresses.join())).toContain(operations.length > 0 ? ATTACHMENT : "");
});

describe("a permissions boundary", () => {
  const bounded =
    (permissions_boundary: string): Change =>
    ({ resource }) =>
      void Object.assign(resource.aws_iam_role?.porter, { permissions_boundary });

  test("that allows enough", () => {
    expect(proofWith(bounded(aws("PowerUserAccess")))).toMatchObject({ flaws: [], unmodelled: [] });
  });

  test("that does not", () => {
    const { flaws, unmodelled } = proofWith(bounded(aws("AmazonS3FullAccess")));
    expect(unmodelled).toEqual([]);
    expect(flaws.map(({ part }) => part)).toContain("complete");
    expect(flaws[0]?.repair).toMatch(
      /set another permissions boundary in aws_iam_role.porter, which allows kms:/,
    );
  });

  test("that limits a policy of AWS", () => {
    const { flaws } = proofWith((terraform) => {
      attaching(aws("AdministratorAccess"))(terraform);
      bounded(aws("ReadOnlyAccess"))(terraform);
    });
    const [flaw] = flaws.filter(({ part }) => part === "nothing else");
    expect(flaw?.problem).toMatch(/s3:(Get|List)/);
    expect(flaw?.problem).not.toMatch(/s3:(Put|Delete)/);
  });

  test("that is not known is a note: it can only deny", () => {
    const { flaws, unmodelled } = proofWith(bounded("arn:aws:iam::222222222222:policy/Cap"));
    expect(flaws).toEqual([]);
    expect(unmodelled).toMatchObject([{ address: "aws_iam_role.porter", canAllow: false }]);
  });
});

describe("what is attached and not known is not proved", () => {
  test.each([
    [aws("AdministratorAcess"), "which is not among the policies of AWS that are known (as of 2026-08-26)"],
    ["arn:aws-cn:iam::aws:policy/AdministratorAccess", "which does not exist in the partition aws"],
    ["arn:aws:iam::222222222222:policy/Theirs", "which is not in this Terraform"],
    [aws("IAMFullAccess"), "which allows changing every policy"],
  ])("%s", (arn, why) => {
    const { flaws } = proofWith(attaching(arn));
    expect(flaws).toMatchObject([
      { part: "nothing else", addresses: [ATTACHMENT], because: [`attaches ${arn}, ${why}`] },
    ]);
  });

  test("an existing role of the stack too", () => {
    const topology = TOPOLOGY.replace("assumed_by: [ec2.amazonaws.com]", "existing: true");
    expect(proofWith(() => undefined, topology).flaws).toEqual([]);
    const attached = proofWith(attaching("arn:aws:iam::222222222222:policy/Theirs"), topology);
    expect(attached.flaws.map(({ addresses }) => addresses)).toEqual([[ATTACHMENT]]);
    const ofAws = proofWith(attaching(aws("AmazonS3FullAccess")), topology);
    expect(ofAws.flaws.map(({ addresses }) => addresses)).toEqual([[ATTACHMENT]]);
  });

  test("but a policy of the same Terraform is read", () => {
    const { flaws, unmodelled } = proofWith((terraform) => {
      attaching("${aws_iam_policy.more.arn}")(terraform);
      const policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:DeleteObject", Resource: "arn:aws:s3:::acme-copy/*" }],
      });
      add(terraform, "aws_iam_policy", { name: "more", policy });
    });
    expect(unmodelled).toEqual([]);
    expect(flaws.map(({ part, addresses }) => `${part} ${addresses.join()}`)).toEqual(
      expect.arrayContaining(["nothing else aws_iam_policy.more", "minimal aws_iam_policy.more"]),
    );
  });

  test.each<[string, object]>([
    [
      "aws_kms_grant",
      { key_id: "other", grantee_principal: "arn:aws:iam::333333333333:root", operations: ["Decrypt"] },
    ],
    ["aws_iam_user_group_membership", { user: "ann", groups: ["admins"] }],
    ["aws_s3_access_point", { name: "more", bucket: "acme-copy" }],
  ])("%s", (type, args) => {
    const { flaws } = proofWith((terraform) => add(terraform, type, args));
    expect(flaws.map(({ part, addresses }) => `${part} ${addresses.join()}`)).toEqual([
      `nothing else ${type}.more`,
    ]);
  });

  test("aws_s3_bucket_acl, which S3 refuses besides", () => {
    const { flaws } = proofWith((terraform) =>
      add(terraform, "aws_s3_bucket_acl", { bucket: "acme-copy", acl: "public-read" }),
    );
    expect(flaws.map(({ part, addresses }) => `${part} ${addresses.join()}`)).toEqual([
      "nothing else aws_s3_bucket_acl.more",
      "well-formed aws_s3_bucket_acl.more,aws_s3_bucket_ownership_controls.copy",
    ]);
  });

  test.each(["aws_s3control_access_grants_instance", "aws_organizations_policy", "aws_vpc_endpoint"])(
    "%s is a note",
    (type) => {
      const { flaws, unmodelled } = proofWith((terraform) => add(terraform, type, {}));
      expect(flaws).toEqual([]);
      expect(unmodelled).toMatchObject([{ address: `${type}.more`, canAllow: false }]);
    },
  );
});

test("in China, the policies of AWS have ARNs of their own", () => {
  const topology = TOPOLOGY.replaceAll("eu-west-1", "cn-north-1");
  const attached = (partition: string) =>
    proofWith(attaching(`arn:${partition}:iam::aws:policy/AdministratorAccess`), topology).flaws;
  expect(attached("aws-cn")).toMatchObject([{ part: "nothing else", addresses: [ATTACHMENT] }]);
  expect(attached("aws-cn")[0]?.problem).toContain("with the AWS-managed policy AdministratorAccess");
  expect(attached("aws")[0]?.because).toEqual([
    "attaches arn:aws:iam::aws:policy/AdministratorAccess, which does not exist in the partition aws-cn",
  ]);
});
