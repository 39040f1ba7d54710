import { AwsValues } from "../../test/fixtures/aws-values";
import type { Unmodelled } from "./estate";
import { readManagedPolicies } from "./managed-policies";
import { readPrincipals } from "./principals";

const statement = (action: string) => ({ Effect: "Allow", Action: action, Resource: "*" });
const allowing = (action: string) => JSON.stringify({ Statement: [statement(action)] });
const EMPTY = JSON.stringify({ Statement: [] });
const arn = (rest: string) => `arn:aws:iam::111111111111:${rest}`;
const ROLE = { name: "R", arn: arn("role/R"), path: "/", assume_role_policy: EMPTY };
const role = "aws_iam_role.r";
const USER = { name: "ann", arn: arn("user/ann"), path: "/" };
const MANAGED = { name: "M", arn: arn("policy/M"), path: "/", policy: allowing("s3:ListBucket") };

function read(values: Readonly<Record<string, Readonly<Record<string, unknown>>>>, isRefreshed = false) {
  const aws = new AwsValues(values, isRefreshed);
  const unmodelled: Unmodelled[] = [];
  const managedPolicies = readManagedPolicies(aws);
  const sources = { managedPolicies, resourcePolicies: [], existing: [], handovers: [] };
  const principals = readPrincipals(aws, sources, unmodelled);
  const policies = principals.flatMap(({ name, identityPolicies }) =>
    identityPolicies.map((policy) => {
      const from = policy.group === undefined ? "" : ` from ${policy.group}`;
      return `${name}: ${policy.unknown === undefined ? "" : "unknown "}${policy.kind} ${policy.name}${from}`;
    }),
  );
  return { principals, policies, managedPolicies, unmodelled, conflicts: aws.conflicts };
}

describe("arguments of a role", () => {
  const inline_policy = [
    { name: "list", policy: allowing("s3:ListBucket") },
    { name: "read", policy: allowing("s3:GetObject") },
  ];

  test("are policies", () => {
    const { principals, policies } = read({
      [role]: { ...ROLE, inline_policy, managed_policy_arns: [MANAGED.arn] },
      "aws_iam_policy.m": MANAGED,
    });
    expect(policies).toEqual(["R: inline list", "R: inline read", "R: managed M"]);
    expect(principals[0]?.identityPolicies[1]).toEqual({
      address: role,
      document: { Statement: [statement("s3:GetObject")] },
      kind: "inline",
      name: "read",
    });
  });

  test("that a state repeats are those of the separate resources", () => {
    const { principals, policies, conflicts } = read(
      {
        [role]: { ...ROLE, inline_policy, managed_policy_arns: [MANAGED.arn] },
        "aws_iam_role_policy.list": { role: "R", name: "list", policy: EMPTY },
        "aws_iam_role_policy_attachment.m": { role: "R", policy_arn: MANAGED.arn },
        "aws_iam_policy.m": MANAGED,
      },
      true,
    );
    expect(policies).toEqual(["R: inline list", "R: inline read", "R: managed M"]);
    expect(principals[0]?.identityPolicies).toMatchObject([
      { address: "aws_iam_role_policy.list", document: { Statement: [] } },
      {},
      { attachment: "aws_iam_role_policy_attachment.m" },
    ]);
    expect(conflicts).toEqual([]);
  });

  test("can be an empty block", () => {
    expect(read({ [role]: { ...ROLE, inline_policy: [{ name: "", policy: "" }] } }).policies).toEqual([]);
  });
});

describe("aws_iam_policy_attachment", () => {
  const all = { name: "all", policy_arn: MANAGED.arn };

  test("attaches a policy to roles, users and groups", () => {
    const { policies, conflicts } = read({
      [role]: ROLE,
      "aws_iam_user.ann": USER,
      "aws_iam_group.g": { name: "G" },
      "aws_iam_group_membership.g": { group: "G", users: ["bob"] },
      "aws_iam_policy.m": MANAGED,
      "aws_iam_policy_attachment.all": { ...all, roles: ["R"], users: ["ann"], groups: ["G"] },
    });
    expect(policies).toEqual(["bob: managed M from G", "R: managed M", "ann: managed M"]);
    expect(conflicts).toEqual([]);
  });

  test("detaches it from all others", () => {
    const both = {
      [role]: { ...ROLE, managed_policy_arns: [MANAGED.arn] },
      "aws_iam_policy.m": MANAGED,
      "aws_iam_policy_attachment.all": { ...all, roles: [], users: ["ann"], groups: null },
      "aws_iam_role_policy_attachment.m": { role: "S", policy_arn: MANAGED.arn },
      "aws_iam_role_policy_attachment.other": { role: "S", policy_arn: arn("policy/Other") },
      "aws_iam_user_policy_attachment.m": { user: "ann", policy_arn: MANAGED.arn },
      "aws_iam_role_policy_attachment.b": { provider: "b", role: "S", policy_arn: MANAGED.arn },
    };
    const detaches = (who: string) =>
      `attaches ${MANAGED.arn} to the role ${who}, but aws_iam_policy_attachment.all detaches what it does not list; list it there, or use an attachment for each role, user and group`;
    const ofResource = `aws_iam_role_policy_attachment.m: ${detaches("S")}`;
    expect(read(both).conflicts).toEqual([`${role}: ${detaches("R")}`, ofResource]);
    expect(read(both, true).conflicts).toEqual([ofResource]);
  });
});

describe("exclusive resources", () => {
  test.each(["role", "user", "group"])("of policies of a %s", (kind) => {
    const policy = { [kind]: "X", policy: EMPTY };
    const { conflicts } = read({
      [`aws_iam_${kind}_policy.read`]: { ...policy, name: "read" },
      [`aws_iam_${kind}_policy.list`]: { ...policy, name: "list" },
      [`aws_iam_${kind}_policies_exclusive.x`]: { [`${kind}_name`]: "X", policy_names: ["list"] },
    });
    expect(conflicts).toEqual([
      `aws_iam_${kind}_policy.read: defines the inline policy read of the ${kind} X, but aws_iam_${kind}_policies_exclusive.x removes what it does not list; list it there`,
    ]);
  });

  test.each(["role", "user", "group"])("of attachments to a %s attach what they list", (kind) => {
    const { policies, conflicts } = read({
      "aws_iam_policy.m": MANAGED,
      "aws_iam_group_membership.x": { group: "X", users: kind === "group" ? ["X"] : [] },
      [`aws_iam_${kind}_policy_attachment.m`]: { [kind]: "X", policy_arn: arn("policy/Other") },
      [`aws_iam_${kind}_policy_attachments_exclusive.x`]: {
        [`${kind}_name`]: "X",
        policy_arns: [MANAGED.arn],
      },
    });
    expect(policies[0]).toBe(`X: managed M${kind === "group" ? " from X" : ""}`);
    expect(conflicts).toEqual([
      `aws_iam_${kind}_policy_attachment.m: attaches ${arn("policy/Other")} to the ${kind} X, but aws_iam_${kind}_policy_attachments_exclusive.x detaches what it does not list; list it there`,
    ]);
  });

  test.each([
    ["an empty block", [{ name: "", policy: "" }]],
    ["a block for another policy", [{ name: "list", policy: EMPTY }]],
  ])("%s of a role removes all other policies", (_, inline_policy) => {
    const values = {
      [role]: { ...ROLE, inline_policy },
      "aws_iam_role_policy.read": { role: "R", name: "read", policy: EMPTY },
    };
    const { conflicts, principals } = read(values);
    expect(conflicts).toEqual([
      `aws_iam_role_policy.read: defines the inline policy read of the role R, but ${role} removes what it does not list; list it there`,
    ]);
    const [found] = principals[0]?.identityPolicies.filter(({ name }) => name === "read") ?? [];
    expect(found?.unknown).toBe(`may be removed by ${role}, which does not list it`);
    expect(read(values, true).conflicts).toEqual([]);
  });

  test("the managed policies of a role detach all others", () => {
    const values = {
      [role]: { ...ROLE, managed_policy_arns: [arn("policy/Other")] },
      "aws_iam_policy.m": MANAGED,
      "aws_iam_role_policy_attachment.m": { role: "R", policy_arn: MANAGED.arn },
    };
    const { conflicts, principals } = read(values);
    expect(conflicts).toEqual([
      `aws_iam_role_policy_attachment.m: attaches ${MANAGED.arn} to the role R, but ${role} detaches what it does not list; list it there`,
    ]);
    const [found] = principals[0]?.identityPolicies.filter(({ name }) => name === "M") ?? [];
    expect(found?.unknown).toBe(`may be removed by ${role}, which does not list it`);
    expect(read(values, true).conflicts).toEqual([]);
  });

  test("in a state, a role can list a policy that is removed meanwhile", () => {
    const values = {
      [role]: { ...ROLE, inline_policy: [{ name: "old", policy: EMPTY }] },
      "aws_iam_role_policies_exclusive.r": { role_name: "R", policy_names: [] },
    };
    expect(read(values, true).conflicts).toEqual([]);
    expect(read(values).conflicts).toHaveLength(1);
  });
});

describe("groups", () => {
  const GROUP = {
    "aws_iam_group.g": { name: "G" },
    "aws_iam_group_policy.read": { group: "G", name: "read", policy: allowing("s3:GetObject") },
    "aws_iam_group_policy_attachment.m": { group: "G", policy_arn: MANAGED.arn },
    "aws_iam_policy.m": MANAGED,
    "aws_iam_user.ann": USER,
  };

  test("give their policies to their members, once", () => {
    const { principals, policies, conflicts, unmodelled } = read({
      ...GROUP,
      "aws_iam_group_membership.g": { group: "G", users: ["ann", "bob"] },
      "aws_iam_user_group_membership.ann": { user: "ann", groups: ["G"] },
    });
    expect(policies).toEqual([
      "bob: inline read from G",
      "bob: managed M from G",
      "ann: inline read from G",
      "ann: managed M from G",
    ]);
    expect(principals[1]?.identityPolicies[0]).toMatchObject({
      address: "aws_iam_group_policy.read",
      document: { Statement: [statement("s3:GetObject")] },
    });
    expect([conflicts, unmodelled]).toEqual([[], []]);
  });

  test("without members give nothing", () => {
    expect(read(GROUP).policies).toEqual([]);
  });

  test("outside this Terraform have unknown policies, besides those that they get here", () => {
    const { principals, policies, unmodelled } = read({
      "aws_iam_group_policy.read": GROUP["aws_iam_group_policy.read"],
      "aws_iam_user_group_membership.ann": { user: "ann", groups: ["G"] },
    });
    expect(policies).toEqual(["ann: inline read from G", "ann: unknown managed G from G"]);
    expect(principals[0]?.identityPolicies[1]?.unknown).toBe(
      "is not known, because the group G is not in this Terraform",
    );
    expect(unmodelled).toEqual([
      {
        address: "aws_iam_user_group_membership.ann",
        reason: "users have the policies of their groups",
        canAllow: true,
      },
    ]);
  });

  test("lose members that aws_iam_group_membership does not list", () => {
    const { conflicts } = read({
      ...GROUP,
      "aws_iam_group_membership.g": { group: "G", users: ["bob"] },
      "aws_iam_user_group_membership.ann": { user: "ann", groups: ["G"] },
    });
    expect(conflicts).toEqual([
      "aws_iam_user_group_membership.ann: puts the user ann into the group G, but aws_iam_group_membership.g removes users that it does not list; list it there",
    ]);
  });

  test("with the same name are a conflict", () => {
    expect(read({ ...GROUP, "aws_iam_group.h": { name: "G" } }).conflicts).toEqual([
      "aws_iam_group.h: defines the group G of account 111111111111, which aws_iam_group.g also defines; a group's name is unique in its account, so rename one",
    ]);
  });
});

describe("existing roles, users and policies with a data source", () => {
  test("are there, with what the data source says", () => {
    const { principals, policies } = read({
      "data.aws_iam_role.etl": {
        name: "etl",
        arn: arn("role/jobs/etl"),
        path: "/jobs/",
        assume_role_policy: EMPTY,
        permissions_boundary: MANAGED.arn,
      },
      "data.aws_iam_user.bob": { user_name: "bob", arn: arn("user/bob"), path: "/" },
      "aws_iam_role_policy.etl": { role: "etl", name: "read", policy: EMPTY },
    });
    expect(principals).toMatchObject([
      {
        kind: "role",
        arn: arn("role/jobs/etl"),
        path: "/jobs/",
        arnFrom: "terraform",
        trustPolicy: { address: "data.aws_iam_role.etl" },
        permissionsBoundary: MANAGED.arn,
      },
      { kind: "user", arn: arn("user/bob"), arnFrom: "terraform" },
    ]);
    expect(principals.map(({ address }) => address)).toEqual([undefined, undefined]);
    expect(policies).toEqual(["etl: inline read"]);
  });

  test("that this Terraform also creates are those", () => {
    const { principals } = read({ [role]: ROLE, "data.aws_iam_role.r": ROLE });
    expect(principals.map(({ address }) => address)).toEqual([role]);
  });

  const attachment = (policy_arn: unknown) => ({
    [role]: ROLE,
    "aws_iam_role_policy_attachment.it": { role: "R", policy_arn },
  });
  const source = (policy: string) => ({ "data.aws_iam_policy.m": { ...MANAGED, policy } });

  test("a policy can have a document", () => {
    const { managedPolicies, policies } = read({ ...attachment(MANAGED.arn), ...source(MANAGED.policy) });
    expect(managedPolicies).toMatchObject([
      { existing: true, name: "M", path: "/", document: { Statement: [statement("s3:ListBucket")] } },
    ]);
    expect(policies).toEqual(["R: managed M"]);
  });

  test("a policy without a document is unknown", () => {
    expect(read({ ...attachment(MANAGED.arn), ...source("") }).policies).toEqual(["R: unknown managed M"]);
  });

  test("a policy of AWS is the one that s3porter knows", () => {
    const ofAws = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    const { managedPolicies, policies } = read({
      ...attachment(ofAws),
      "data.aws_iam_policy.m": { arn: ofAws, policy: EMPTY },
    });
    expect(managedPolicies).toEqual([]);
    expect(policies).toEqual(["R: AWS-managed AmazonS3ReadOnlyAccess"]);
  });
});

describe("an attached policy that is not known", () => {
  const attachment = "aws_iam_role_policy_attachment.it";

  test("makes this role alone unknown", () => {
    const theirs = "arn:aws:iam::333333333333:policy/Theirs";
    const { principals, policies, unmodelled } = read({
      [role]: ROLE,
      [attachment]: { role: "R", policy_arn: theirs },
      "aws_iam_role.other": { ...ROLE, name: "S", arn: arn("role/S") },
    });
    const reason = `attaches ${theirs}, which is not in this Terraform`;
    expect(policies).toEqual(["R: unknown managed Theirs"]);
    expect(principals.flatMap(({ identityPolicies }) => identityPolicies)).toEqual([
      {
        address: attachment,
        document: { Statement: [] },
        unknown: `is not known, because ${attachment} attaches ${theirs}, which is not in this Terraform`,
        kind: "managed",
        name: "Theirs",
        attachment,
      },
    ]);
    expect(unmodelled).toEqual([{ address: attachment, reason, canAllow: true }]);
  });

  test("that allows every change of policies is more than that", () => {
    const { policies, unmodelled } = read({
      [role]: ROLE,
      [attachment]: { role: "R", policy_arn: "arn:aws:iam::aws:policy/IAMFullAccess" },
    });
    expect(policies).toEqual([]);
    expect(unmodelled).toMatchObject([{ address: attachment, canAllow: true }]);
  });
});
