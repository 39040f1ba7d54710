import { inspect } from "node:util";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import { AccessRole } from "./access-role";
import { AccessUser } from "./access-user";
import type { AccessPrincipal } from "./access-principal";

/** Buckets of account `a` with the principal's access to each. */
function grantBuckets(stack: TwoAccounts, principal: AccessPrincipal, count: number): void {
  for (let number = 0; number < count; number++)
    stack.bucket(`b${String(number).padStart(3, "0")}`).grantReadWrite(principal);
}

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

function policiesOf(stack: TwoAccounts) {
  const { locals, resource } = terraformOf(stack);
  const types = Object.keys(resource).filter((type) => /^aws_iam_(role_|user_)?policy/.test(type));
  return {
    resources: types.flatMap((type) => Object.keys(resource[type] ?? {}).map((name) => `${type}.${name}`)),
    documents: Object.keys(locals).filter((name) => name.includes("_identity_policy")),
    resource,
  };
}

test("a role whose policy is too long to be inline gets managed policies, which wait for nothing else", () => {
  const stack = new TwoAccounts();
  const etl = AccessRole.fromRoleName(stack, "etl", { account: stack.b, roleName: "Etl", path: "/jobs/" });
  grantBuckets(stack, etl, 20);
  const { resources, documents, resource } = policiesOf(stack);
  expect(resources.sort()).toEqual([
    "aws_iam_policy.etl",
    "aws_iam_policy.etl_policy_2",
    "aws_iam_policy.etl_policy_3",
    "aws_iam_role_policy_attachment.etl",
    "aws_iam_role_policy_attachment.etl_policy_2",
    "aws_iam_role_policy_attachment.etl_policy_3",
  ]);
  expect(documents).toEqual(["etl_identity_policy", "etl_identity_policy_2", "etl_identity_policy_3"]);
  expect(resource.aws_iam_policy?.etl).toMatchObject({
    provider: "aws.b",
    name: "s3porter-etl@acme-b000",
    policy: "${jsonencode(local.etl_identity_policy)}",
  });
  expect(resource.aws_iam_policy?.etl_policy_2).toMatchObject({
    name: "s3porter2-etl@acme-b000",
    policy: "${jsonencode(local.etl_identity_policy_2)}",
  });
  expect(resource.aws_iam_role_policy_attachment?.etl_policy_2).toMatchObject({
    provider: "aws.b",
    role: "Etl",
    policy_arn: "${aws_iam_policy.etl_policy_2.arn}",
  });
});

test("a new role's attachments refer to the role", () => {
  const stack = new TwoAccounts();
  grantBuckets(stack, stack.role("porter"), 20);
  expect(policiesOf(stack).resource.aws_iam_role_policy_attachment?.porter?.role).toBe(
    "${aws_iam_role.porter.name}",
  );
});

test("an existing user gets a managed policy where 2,048 characters are too few", () => {
  const stack = new TwoAccounts();
  const ann = AccessUser.fromUserName(stack, "ann", { account: stack.b, userName: "Ann" });
  grantBuckets(stack, ann, 3);
  const { resources, resource } = policiesOf(stack);
  expect(resources.sort()).toEqual(["aws_iam_policy.ann", "aws_iam_user_policy_attachment.ann"]);
  expect(resource.aws_iam_policy?.ann?.name).toBe("s3porter-ann@acme-b000");
  expect(resource.aws_iam_user_policy_attachment?.ann?.user).toBe("Ann");
});

test("a new user gets further managed policies", () => {
  const stack = new TwoAccounts();
  grantBuckets(stack, new AccessUser(stack, "sync", { account: stack.b, userName: "sync_user" }), 20);
  const { aws_iam_policy: policies = {} } = policiesOf(stack).resource;
  expect(Object.values(policies).map(({ name }) => String(name))).toEqual([
    "s3porter-sync_user",
    "s3porter2-sync_user",
    "s3porter3-sync_user",
  ]);
});

test("what a wider grant makes shorter is inline again", () => {
  const stack = new TwoAccounts();
  const bucket = stack.bucket("source");
  const porter = stack.role("porter", { account: stack.a });
  for (let number = 0; number < 60; number++)
    bucket.grantReadWrite(porter, { prefix: `${String(number).padStart(64, "0")}/` });
  expect(policiesOf(stack).resources).toContain("aws_iam_policy.porter_policy_2");
  bucket.grantReadWrite(porter);
  expect(policiesOf(stack)).toMatchObject({
    resources: ["aws_iam_role_policy.porter"],
    documents: ["porter_identity_policy"],
  });
});

test("the roles that a principal can assume count too", () => {
  const stack = new TwoAccounts();
  const ann = AccessUser.fromUserName(stack, "ann", { account: stack.b, userName: "Ann" });
  const names = Array.from({ length: 80 }, (_, number) => `r${String(number).padStart(2, "0")}`);
  for (const name of names) stack.role(name, { account: stack.a, assumedBy: [ann] });
  const { resources, resource } = policiesOf(stack);
  expect(resources.filter((address) => address.startsWith("aws_iam_user_policy"))).toEqual([
    "aws_iam_user_policy_attachment.ann",
    "aws_iam_user_policy_attachment.ann_policy_2",
  ]);
  expect(Object.values(resource.aws_iam_policy ?? {}).map(({ name }) => String(name))).toEqual([
    "s3porter-ann@111111111111+r00",
    "s3porter2-ann@111111111111+r00",
  ]);
  const { locals } = terraformOf(stack);
  const statements = ["ann_identity_policy", "ann_identity_policy_2"].flatMap(
    (name) => locals[name]?.Statement ?? [],
  );
  expect(statements.map(({ Sid }) => Sid)).toEqual(["AssumeRoles", "AssumeRoles"]);
  expect(statements.flatMap(({ Resource }) => Resource)).toEqual(
    names.map((name) => `arn:aws:iam::111111111111:role/${name}`),
  );
});

test("a replication waits for all policies of its role", () => {
  const stack = new TwoAccounts();
  const source = stack.bucket("source");
  for (let number = 0; number < 25; number++)
    source.replicateTo(stack.bucket(`to-${String(number).padStart(2, "0")}`, { account: stack.b }));
  const waits = terraformOf(stack).resource.aws_s3_bucket_replication_configuration?.source?.depends_on;
  expect(waits).toEqual(
    expect.arrayContaining([
      "aws_iam_role_policy_attachment.source_replication",
      "aws_iam_role_policy_attachment.source_replication_policy_2",
      "aws_s3_bucket_policy.to-00",
      "aws_s3_bucket_policy.to-24",
    ]),
  );
  expect(waits).not.toContain("aws_iam_role_policy.source_replication");
});

test("more managed policies than AWS attaches are refused", () => {
  const stack = new TwoAccounts();
  const ann = AccessUser.fromUserName(stack, "ann", { account: stack.b, userName: "Ann" });
  grantBuckets(stack, ann, 71);
  const message =
    /^user ann needs more than 10 managed policies, the most that AWS attaches to a user by default; b070 is the first bucket that does not fit; /;
  const refused = expect.objectContaining({
    message: expect.stringMatching(message),
    // So it has the line of the grant.
    stack: expect.stringContaining("grantReadWrite"),
  });
  expect(() => stack.node.findAll()).not.toThrow();
  expect(() => stack.toTerraform()).toThrow(refused);
});

test("Node.js prints an error about a policy without the constructs of the app", () => {
  const stack = new TwoAccounts();
  grantBuckets(stack, stack.role("porter"), 141);
  const error = thrownBy(() => stack.toTerraform());
  expect(error).toMatchObject({ grant: { bucket: { name: "b140" } } });
  expect(inspect(error)).toContain("more than 20 managed policies");
  expect(inspect(error)).not.toContain("EncryptedBucket {");
});

test("an app finds the policies of all grants so far, whenever it looks", () => {
  const stack = new TwoAccounts();
  const porter = stack.role("porter");
  const found = () => porter.node.children.map(({ node }) => node.id);
  stack.bucket("first").grantRead(porter);
  expect(found()).toContain("policy");
  const inline = porter.node.findChild("policy") as IamRolePolicy;
  inline.addOverride("name", "mine");
  stack.bucket("second").grantRead(porter);
  expect(terraformOf(stack).resource.aws_iam_role_policy?.porter?.name).toBe("mine");
  expect(porter.node.findChild("policy")).toBe(inline);

  grantBuckets(stack, porter, 20);
  expect(porter.node.tryFindChild("policy-attachment-2")).toBeDefined();
  expect(found()).toContain("policy-2");
  const before = terraformOf(stack);
  expect(before.resource.aws_iam_role_policy).toBeUndefined();
  expect(terraformOf(stack)).toEqual(before);
  stack.bucket("last").grantRead(porter);
  const statements = Object.values(terraformOf(stack).locals).flatMap(({ Statement }) => Statement);
  expect(JSON.stringify(statements)).toContain("arn:aws:s3:::acme-last/");
});

test.each<[string, (stack: TwoAccounts, count: number) => void]>([
  ["buckets of a role", (stack, count) => grantBuckets(stack, stack.role("porter"), count)],
  [
    "destinations of a bucket",
    (stack, count) => {
      const lake = stack.bucket("lake");
      for (let number = 0; number < count; number++)
        lake.replicateTo(stack.bucket(`to${number}`, { account: stack.b }));
    },
  ],
])("the work for %s is proportional to their number", (_, build) => {
  const reads = (count: number) => {
    let number = 0;
    class CountingStack extends TwoAccounts {
      override bucket(...args: Parameters<TwoAccounts["bucket"]>) {
        const bucket = super.bucket(...args);
        const { bucketArn } = bucket;
        return Object.defineProperty(bucket, "bucketArn", { get: () => (number++, bucketArn) });
      }
    }
    const stack = new CountingStack();
    build(stack, count);
    stack.toTerraform();
    return number;
  };
  expect(reads(80) / reads(40)).toBeLessThan(2.5);
});

test.each([16])("another key of %d buckets counts, whenever it is added", (count) => {
  const withKeys = (isFirst: boolean) => {
    const stack = new TwoAccounts();
    const porter = stack.role("porter");
    const old = Array.from({ length: count }, (_, number) => stack.bucket(`old${number}`));
    const buckets = Array.from({ length: count }, (_, number) => stack.bucket(`b${number}`));
    const addKeys = () =>
      buckets.forEach((bucket, number) => bucket.addOtherKey(old[number] as typeof bucket));
    if (isFirst) addKeys();
    for (const bucket of buckets) bucket.grantReadWrite(porter);
    if (!isFirst) addKeys();
    return policiesOf(stack);
  };
  const [first, last] = [withKeys(true), withKeys(false)];
  expect({ ...last, resource: last.resource.aws_iam_policy }).toEqual({
    ...first,
    resource: first.resource.aws_iam_policy,
  });
});
