import { terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import { AccessAccount } from "./access-account";
import { AccessUser } from "./access-user";
import { AccessRole, type AccessRoleProps } from "./access-role";

const BOUNDARY = "arn:aws:iam::222222222222:policy/Boundary";

test("a new role has a trust policy, and an inline policy once something is granted", () => {
  const stack = new TwoAccounts();
  const role = stack.role("porter", {
    path: "/service/",
    permissionsBoundary: BOUNDARY,
    externalId: "acme-42",
  });
  stack.bucket("source").grantRead(role);
  const { locals, resource } = terraformOf(stack);
  expect(resource.aws_iam_role?.porter).toMatchObject({
    provider: "aws.b",
    name: "porter",
    path: "/service/",
    permissions_boundary: BOUNDARY,
    assume_role_policy: "${jsonencode(local.porter_trust_policy)}",
  });
  expect(locals.porter_trust_policy?.Statement).toMatchObject([
    {
      Principal: { AWS: "arn:aws:iam::222222222222:root" },
      Condition: { StringEquals: { "sts:ExternalId": "acme-42" } },
    },
  ]);
  expect(resource.aws_iam_role_policy?.porter).toMatchObject({
    provider: "aws.b",
    name: "s3porter-test-porter",
    role: "${aws_iam_role.porter.name}",
    policy: "${jsonencode(local.porter_identity_policy)}",
  });
});

test("EC2 instances get a role through its instance profile", () => {
  const stack = new TwoAccounts();
  const role = stack.role("app", { path: "/team/", assumedBy: ["ec2.amazonaws.com"] });
  expect(terraformOf(stack).resource.aws_iam_instance_profile).toEqual({
    app: {
      "//": expect.anything() as object,
      provider: "aws.b",
      name: "app",
      path: "/team/",
      role: "${aws_iam_role.app.name}",
    },
  });
  expect(role.instanceProfileName).toBe("${aws_iam_instance_profile.app.name}");
});

test("no other service needs an instance profile", () => {
  const stack = new TwoAccounts();
  const role = stack.role("app", { assumedBy: ["lambda.amazonaws.com"] });
  expect(terraformOf(stack).resource).not.toHaveProperty("aws_iam_instance_profile");
  expect(role.instanceProfileName).toBeUndefined();
});

test("a role has tags, and callers can pass others", () => {
  const stack = new TwoAccounts();
  stack.role("porter", { tags: { team: "blue" }, sessionTags: ["job"] });
  const { locals, resource } = terraformOf(stack);
  expect(resource.aws_iam_role?.porter).toMatchObject({ tags: { team: "blue" } });
  expect(locals.porter_trust_policy?.Statement[1]).toMatchObject({
    Action: "sts:TagSession",
    Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": "job" } },
  });
});

test.each([
  ["from the first role", [0, 1]],
  ["from the last role", [1, 0]],
])("the tags of pods pass through a chain that is built %s", (_, order) => {
  const stack = new TwoAccounts();
  const pod = stack.role("pod", { assumedBy: ["pods.eks.amazonaws.com"] });
  const [reader, last] = [stack.role("reader"), stack.role("last")];
  const links = [() => reader.grantAssumeRole(pod), () => last.grantAssumeRole(reader)];
  for (const index of order) links[index]?.();
  stack.bucket("source").grantRead(last);
  const { locals } = terraformOf(stack);
  const tagging = (name: string) =>
    locals[name]?.Statement.filter(({ Action }) => Action === "sts:TagSession");
  for (const name of [
    "reader_trust_policy",
    "last_trust_policy",
    "pod_identity_policy",
    "reader_identity_policy",
  ])
    expect(tagging(name)).toHaveLength(1);
  expect(tagging("last_identity_policy")).toEqual([]);
});

test.each([
  [{ tags: { "te*m": "x" } }, 'tags "te*m" can contain only letters, digits, spaces and _.:/=+-@, found "*"'],
  [{ tags: { team: "$" } }, 'tags "$" can contain only letters, digits, spaces and _.:/=+-@, found "$"'],
  [{ sessionTags: [""] }, 'sessionTags "" must be 1 to 128 characters long, found 0'],
])("a role with %j is refused", (props, message) => {
  expect(() => new TwoAccounts().role("porter", props)).toThrow(new Error(`test/porter: ${message}`));
});

test("the policy has a name that IAM takes, whatever the names of stack and role", () => {
  const stack = new TwoAccounts("copy~b");
  const id = "porter_".padEnd(128, "x");
  stack.bucket("source").grantRead(stack.role(id, { roleName: "porter" }));
  expect(terraformOf(stack).resource.aws_iam_role_policy?.[id]?.name).toBe(
    `s3porter-copy-b-${id}`.slice(0, 128),
  );
});

test("a role that nothing is granted to has no policy", () => {
  const stack = new TwoAccounts();
  stack.role("porter");
  expect(terraformOf(stack).resource).not.toHaveProperty("aws_iam_role_policy");
});

test("an existing role gets an inline policy, and no resource of its own", () => {
  const stack = new TwoAccounts();
  const role = AccessRole.fromRoleName(stack, "analyst", { account: stack.b, roleName: "Analyst" });
  stack.bucket("source").grantRead(role);
  const { resource } = terraformOf(stack);
  expect(resource).not.toHaveProperty("aws_iam_role");
  expect(resource.aws_iam_role_policy?.analyst).toMatchObject({
    provider: "aws.b",
    name: "s3porter-analyst@acme-source",
    role: "Analyst",
  });
});

test("an existing role that only IAM Identity Center can change is refused", () => {
  const stack = new TwoAccounts();
  const roleName = "AWSReservedSSO_Analyst_0123456789abcdef";
  const path = "/aws-reserved/sso.amazonaws.com/";
  expect(() => AccessRole.fromRoleName(stack, "analyst", { account: stack.b, roleName, path })).toThrow(
    `test/analyst: roleName "${roleName}" is a role of IAM Identity Center, and only IAM Identity Center can change it; for the people of the permission set, write permission_set: Analyst instead (in TypeScript, an AccessPermissionSet)`,
  );
});

test("the policy of an existing role is named after the first of its buckets, whichever is granted first", () => {
  const stack = new TwoAccounts();
  const role = AccessRole.fromRoleName(stack, "analyst", { account: stack.b, roleName: "Analyst" });
  for (const id of ["source", "archive", "logs"]) stack.bucket(id).grantRead(role);
  expect(terraformOf(stack).resource.aws_iam_role_policy?.analyst?.name).toBe(
    "s3porter-analyst@acme-archive",
  );
});

test.each([
  [undefined, "arn:aws:iam::222222222222:role/porter"],
  ["/service/acme/", "arn:aws:iam::222222222222:role/service/acme/porter"],
])("the ARN of a role with path %s is %s", (path, arn) => {
  expect(new TwoAccounts().role("porter", { path }).principalArn).toBe(arn);
});

test.each<[Partial<AccessRoleProps>, string]>([
  [{ roleName: "S3 Porter" }, 'roleName "S3 Porter" can contain only letters, digits and _+=,.@-, found " "'],
  [{ path: "service" }, 'path "service" must begin and end with "/", such as "/service/"'],
  [{ externalId: "1" }, 'externalId "1" must be 2 to 1,224 characters long, found 1'],
  [
    { permissionsBoundary: "Boundary" },
    'permissionsBoundary "Boundary" must be the ARN of a policy, such as "arn:aws:iam::111122223333:policy/Boundary"',
  ],
  [
    { assumedBy: ["ec2.amazonaws.com", "*"] },
    'assumedBy "*" must be the ARN of a role, a user or an account root, such as "arn:aws:iam::111122223333:role/Admin", or a service, such as "ec2.amazonaws.com"',
  ],
  [
    { roleName: "AWSServiceRoleForAutoScaling" },
    'roleName "AWSServiceRoleForAutoScaling" cannot be created: only AWS services create roles with such a name or path; choose another one',
  ],
  [
    { assumedBy: ["lamda.amazonaws.com"] },
    'assumedBy "lamda.amazonaws.com" is an unknown service; did you mean "lambda.amazonaws.com"?',
  ],
])("a role with %j is refused", (props, message) => {
  expect(() => new TwoAccounts().role("porter", props)).toThrow(new Error(`test/porter: ${message}`));
});

test("principals of the stack can assume a role, and are given the permission to", () => {
  const stack = new TwoAccounts();
  const app = stack.role("app", { assumedBy: ["ec2.amazonaws.com"] });
  const ann = AccessUser.fromUserName(stack, "ann", { account: stack.a, userName: "Ann" });
  const reader = stack.role("reader", { account: stack.a, assumedBy: [app, "lambda.amazonaws.com"] });
  reader.grantAssumeRole(ann);
  reader.grantAssumeRole(reader);
  reader.grantAssumeRole(app);
  const { locals, resource } = terraformOf(stack);
  const role = (name: string) =>
    `arn:aws:iam::${name === "app" ? "222222222222" : "111111111111"}:role/${name}`;
  expect(locals.reader_trust_policy?.Statement).toMatchObject([
    {
      Sid: "AssumeRoleByPrincipals",
      Principal: { AWS: ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"] },
      Condition: {
        ArnEquals: {
          "aws:PrincipalArn": [role("reader"), "arn:aws:iam::111111111111:user/Ann", role("app")],
        },
      },
    },
    { Sid: "AssumeRoleByService" },
  ]);
  for (const name of ["app", "ann", "reader"])
    expect(locals[`${name}_identity_policy`]?.Statement).toEqual([
      { Sid: "AssumeRoles", Effect: "Allow", Action: "sts:AssumeRole", Resource: role("reader") },
    ]);
  expect(resource.aws_iam_user_policy?.ann?.name).toBe("s3porter-ann@111111111111+reader");
});

test("a whole account decides itself who assumes a role", () => {
  const stack = new TwoAccounts();
  const partner = new AccessAccount(stack, "partner", { account: stack.b });
  stack.role("reader", { account: stack.a, assumedBy: [partner] });
  const { locals } = terraformOf(stack);
  expect(locals.reader_trust_policy?.Statement).toMatchObject([
    { Sid: "AssumeRole", Principal: { AWS: "arn:aws:iam::222222222222:root" } },
  ]);
  expect(locals).not.toHaveProperty("partner_identity_policy");
});

test("principals of an account that is trusted as a whole need only their own permission", () => {
  const stack = new TwoAccounts();
  const app = stack.role("app", { assumedBy: ["ec2.amazonaws.com"] });
  const reader = stack.role("reader", { account: stack.a });
  reader.grantAssumeRole(app);
  const { locals } = terraformOf(stack);
  expect(locals.reader_trust_policy?.Statement.map(({ Sid }) => Sid)).toEqual(["AssumeRole"]);
  expect(locals.app_identity_policy?.Statement.map(({ Sid }) => Sid)).toEqual(["AssumeRoles"]);
});

test("a principal of another stack cannot be trusted", () => {
  const app = new TwoAccounts("other").role("app");
  expect(() => new TwoAccounts().role("reader", { assumedBy: [app] })).toThrow(
    "test/reader and other/app are in different stacks",
  );
});

test("a role that nobody may assume is refused", () => {
  const stack = new TwoAccounts();
  stack.role("porter", { assumedBy: [] });
  expect(() => terraformOf(stack)).toThrow(
    new Error(
      "test/porter: assumedBy is empty, but AWS rejects a trust policy without a principal; name who can assume the role",
    ),
  );
});

test("users must sign in with MFA, for a session of twelve hours", () => {
  const stack = new TwoAccounts();
  const role = stack.role("porter", { mfa: true, maxSessionDuration: 43200 });
  const { locals, resource } = terraformOf(stack);
  expect(resource.aws_iam_role?.porter).toMatchObject({ max_session_duration: 43200 });
  expect(locals.porter_trust_policy?.Statement).toMatchObject([
    { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } },
  ]);
  expect(role.credentials()).toEqual(
    expect.arrayContaining(["mfa_serial = MFA_DEVICE_ARN", "duration_seconds = 43200"]),
  );
});

test.each<[string, AccessRoleProps["assumedBy"]]>([
  ["services do not sign in with MFA", ["ec2.amazonaws.com"]],
  ["sessions of a role do not say", ["arn:aws:iam::222222222222:role/other"]],
])("a role with MFA cannot be assumed without: %s", (why, assumedBy) => {
  const stack = new TwoAccounts();
  stack.role("porter", { mfa: true, assumedBy });
  expect(() => terraformOf(stack)).toThrow(
    `mfa is true, but ${String(assumedBy[0])} can never assume the role then: ${why}`,
  );
});
