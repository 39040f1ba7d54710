import { terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import { AccessUser } from "./access-user";

test("a new user gets a managed policy, for inline policies of a user are short", () => {
  const stack = new TwoAccounts();
  const user = new AccessUser(stack, "sync", {
    account: stack.b,
    userName: "sync_user",
    path: "/service/",
    permissionsBoundary: "arn:aws:iam::222222222222:policy/Boundary",
  });
  stack.bucket("source").grantRead(user);
  const { resource } = terraformOf(stack);
  expect(user.principalArn).toBe("arn:aws:iam::222222222222:user/service/sync_user");
  expect(resource.aws_iam_user?.sync).toMatchObject({
    provider: "aws.b",
    name: "sync_user",
    path: "/service/",
    permissions_boundary: "arn:aws:iam::222222222222:policy/Boundary",
  });
  expect(resource.aws_iam_policy?.sync).toMatchObject({
    provider: "aws.b",
    name: "s3porter-sync_user",
    policy: "${jsonencode(local.sync_identity_policy)}",
  });
  expect(resource.aws_iam_user_policy_attachment?.sync).toMatchObject({
    provider: "aws.b",
    user: "${aws_iam_user.sync.name}",
    policy_arn: "${aws_iam_policy.sync.arn}",
  });
  expect(resource).not.toHaveProperty("aws_iam_user_policy");
});

test("a user has tags", () => {
  const stack = new TwoAccounts();
  new AccessUser(stack, "sync", { account: stack.b, userName: "sync", tags: { team: "blue" } });
  expect(terraformOf(stack).resource.aws_iam_user?.sync).toMatchObject({ tags: { team: "blue" } });
});

test("an existing user gets an inline policy, and no resource of its own", () => {
  const stack = new TwoAccounts();
  const user = AccessUser.fromUserName(stack, "ann", { account: stack.a, userName: "Ann" });
  stack.bucket("source").grantRead(user);
  const { resource } = terraformOf(stack);
  expect(Object.keys(resource).filter((type) => type.startsWith("aws_iam"))).toEqual(["aws_iam_user_policy"]);
  expect(resource.aws_iam_user_policy?.ann).toMatchObject({
    provider: "aws.a",
    name: "s3porter-ann@acme-source",
    user: "Ann",
    policy: "${jsonencode(local.ann_identity_policy)}",
  });
});

test.each([
  [{ userName: "" }, 'userName "" must be 1 to 64 characters long, found 0'],
  [{ path: "/a" }, 'path "/a" must begin and end with "/", such as "/service/"'],
  [
    { permissionsBoundary: "arn:aws:iam::222222222222:role/Boundary" },
    'permissionsBoundary "arn:aws:iam::222222222222:role/Boundary" must be the ARN of a policy, such as "arn:aws:iam::111122223333:policy/Boundary"',
  ],
])("a user with %j is refused", (props, message) => {
  const stack = new TwoAccounts();
  expect(() => new AccessUser(stack, "sync", { account: stack.b, userName: "sync", ...props })).toThrow(
    new Error(`test/sync: ${message}`),
  );
});

test("a person reaches the user with an access key", () => {
  const stack = new TwoAccounts();
  const user = new AccessUser(stack, "sync", { account: stack.b, userName: "sync_user" });
  expect(user.credentials()).toEqual([
    "# sync_user: create an access key (aws iam create-access-key --user-name sync_user), and enter it here:",
    "aws configure --profile sync",
  ]);
});
