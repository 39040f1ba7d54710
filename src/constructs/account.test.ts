import { AnnotationMetadataEntryType, TerraformStack } from "cdktf";
import { newApp, terraformOf } from "../../test/fixtures/stack";
import { loadTopology } from "../topology/load";
import { resolve } from "../topology/resolve";
import { reference } from "../topology/text";
import { UsageError } from "../messages/user-error";
import { AccessAccount } from "./access-account";
import { AccessPermissionSet } from "./access-permission-set";
import { AccessRole } from "./access-role";
import { AccessUser } from "./access-user";
import { Account, type AccountProps } from "./account";
import { EncryptedBucket } from "./encrypted-bucket";
import { EncryptionKey } from "./encryption-key";
import { TopologyStack } from "./topology-stack";
import { PROVIDER_VERSIONS } from "./versions";

function terraformWith(props: Partial<AccountProps> = {}) {
  const stack = new TerraformStack(newApp(), "test");
  new Account(stack, "source", { accountId: "111111111111", region: "us-east-1", ...props });
  return terraformOf(stack);
}

test.each<[string, Partial<AccountProps>, object]>([
  ["nothing but an id and a region", {}, {}],
  ["a profile", { profile: "source-admin" }, { profile: "source-admin" }],
  [
    "a role to assume",
    {
      assumeRole: {
        roleArn: "arn:aws:iam::111111111111:role/Deployer",
        externalId: "acme-42",
        sessionName: "s3porter",
      },
    },
    {
      assume_role: [
        {
          role_arn: "arn:aws:iam::111111111111:role/Deployer",
          external_id: "acme-42",
          session_name: "s3porter",
        },
      ],
    },
  ],
  [
    "an endpoint for S3, which has no DNS name for every bucket",
    { endpoints: { s3: "http://127.0.0.1:5000", sts: "http://127.0.0.1:5001" } },
    {
      endpoints: [{ s3: "http://127.0.0.1:5000", sts: "http://127.0.0.1:5001" }],
      s3_use_path_style: true,
    },
  ],
  [
    "an endpoint for KMS alone",
    { endpoints: { kms: "http://127.0.0.1:5000" } },
    { endpoints: [{ kms: "http://127.0.0.1:5000" }] },
  ],
  ["default tags", { defaultTags: { Team: "data" } }, { default_tags: [{ tags: { Team: "data" } }] }],
])("an account with %s is a provider of its own", (_, props, args) => {
  expect(terraformWith(props).provider.aws).toEqual([
    { alias: "source", allowed_account_ids: ["111111111111"], region: "us-east-1", ...args },
  ]);
});

test("what Terraform would take for an expression stays text", () => {
  const text = "${a} %{b}";
  const [provider] = terraformWith({
    profile: text,
    assumeRole: { roleArn: "arn:aws:iam::111111111111:role/Deployer", externalId: text, sessionName: text },
    defaultTags: { [text]: text },
  }).provider.aws;
  const escaped = "$${a} %%{b}";
  expect(provider).toMatchObject({
    profile: escaped,
    assume_role: [{ external_id: escaped, session_name: escaped }],
    default_tags: [{ tags: { [escaped]: escaped } }],
  });
});

test("the stack asks for the versions that have what is used, and not for those of the bindings", () => {
  expect(terraformWith().terraform).toMatchObject({
    required_version: ">= 1.5",
    required_providers: { aws: { source: "hashicorp/aws", version: PROVIDER_VERSIONS } },
  });
});

test.each([
  ["us-east-1", "aws"],
  ["cn-north-1", "aws-cn"],
])("an account in %s is in partition %s", (region, partition) => {
  const stack = new TerraformStack(newApp(), "test");
  expect(new Account(stack, "source", { accountId: "111111111111", region }).partition).toBe(partition);
});

test.each<[string, Partial<AccountProps>, string]>([
  ["account id", { accountId: "1111" }, 'test/source: accountId "1111" must be twelve digits, found 4'],
  [
    "region",
    { region: "us-east" },
    'test/source: region "us-east" must be the name of an AWS region; did you mean "us-east-1"?',
  ],
])("a malformed %s is refused", (_, props, message) => {
  expect(() => terraformWith(props)).toThrow(new Error(message));
});

test("a region that is not known is a warning, except in the stack of a topology, whose file was checked", () => {
  const warnings = (stack: TerraformStack) =>
    stack.node
      .findAll()
      .flatMap(({ node }) => node.metadata.filter(({ type }) => type === AnnotationMetadataEntryType.WARN));
  const stack = new TerraformStack(newApp(), "test");
  const account = new Account(stack, "a", { accountId: "111111111111", region: "eu-west-9" });
  new AccessPermissionSet(stack, "analyst", { account, permissionSetName: "Analyst", region: "us-east-9" });
  new Account(stack, "b", { accountId: "222222222222", region: "eu-west-1" });
  new Account(stack, "c", { accountId: "333333333333", region: reference("var.region"), partition: "aws" });
  expect(warnings(stack).map(({ data }) => data as string)).toEqual([
    'region "eu-west-9" is not a region that this version of s3porter knows; if AWS has it by now, keep it, and use a version of the AWS provider that knows it; did you mean "eu-west-1"?',
    'region "us-east-9" is not a region that this version of s3porter knows; if AWS has it by now, keep it; did you mean "us-east-1"?',
  ]);
  const topology = loadTopology(`accounts:
  a: { id: "111111111111", region: eu-west-9 }
buckets:
  one: { account: a, name: acme-one }
`);
  expect(warnings(new TopologyStack(newApp(), "topology", resolve(topology)))).toEqual([]);
});

test.each<[string, (stack: TerraformStack, account: Account) => unknown]>([
  ["a bucket", (stack, account) => new EncryptedBucket(stack, "x", { account, bucketName: "acme-x" })],
  ["a key", (stack, account) => new EncryptionKey(stack, "x", { account })],
  ["a role", (stack, account) => new AccessRole(stack, "x", { account, roleName: "x", assumedBy: [] })],
  ["an existing role", (stack, account) => AccessRole.fromRoleName(stack, "x", { account, roleName: "x" })],
  ["a user", (stack, account) => new AccessUser(stack, "x", { account, userName: "x" })],
  ["an existing user", (stack, account) => AccessUser.fromUserName(stack, "x", { account, userName: "x" })],
  ["a whole account", (stack, account) => new AccessAccount(stack, "x", { account })],
  [
    "a permission set",
    (stack, account) => new AccessPermissionSet(stack, "x", { account, permissionSetName: "x" }),
  ],
])("%s without an account is refused, in an app whose types are not checked", (_, create) => {
  const refused = (account: unknown) => () =>
    create(new TerraformStack(newApp(), "test"), account as Account);
  const account =
    'test/x: account must be an Account, such as new Account(stack, "data", { accountId, region })';
  expect(refused(undefined)).toThrow(new UsageError(`${account}; received undefined`));
  expect(refused("111111111111")).toThrow(new UsageError(`${account}; received "111111111111"`));
  expect(refused({})).toThrow(new UsageError(`${account}; received an object of the class Object`));
});

test("tags that the caller of a module knows are tags of each resource, not of a provider", () => {
  const stack = new TerraformStack(newApp(), "test");
  const account = new Account(stack, "source", {
    accountId: "111111111111",
    region: "us-east-1",
    defaultTags: reference("var.tags"),
  });
  new AccessRole(stack, "porter", { account, roleName: "Porter", assumedBy: ["ec2.amazonaws.com"] });
  new EncryptionKey(stack, "one", { account, tags: reference('{ See = "${var.x}" }') });
  new EncryptionKey(stack, "two", { account, tags: { See: "${var.x}" } });
  const { provider, resource } = terraformOf(stack);
  expect(provider.aws).toEqual([
    { alias: "source", allowed_account_ids: ["111111111111"], region: "us-east-1" },
  ]);
  expect(resource.aws_iam_role?.porter?.tags).toBe("${var.tags}");
  expect(resource.aws_kms_key?.one?.tags).toBe('${merge(var.tags, { See = "${var.x}" })}');
  expect(resource.aws_kms_key?.two?.tags).toBe('${merge(var.tags, {"See":"$${var.x}"})}');
});
