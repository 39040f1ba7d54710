import { Testing, TerraformStack } from "cdktf";
import { AccessAccount } from "./access-account";
import { AccessOrganization } from "./access-organization";
import { AccessPermissionSet } from "./access-permission-set";
import { AccessRole } from "./access-role";
import { AccessService } from "./access-service";
import { AccessUser } from "./access-user";
import { Account } from "./account";
import { EncryptedBucket } from "./encrypted-bucket";
import { EncryptionKey } from "./encryption-key";
import { OpenIdConnectPrincipal } from "./federated-principal";

interface Place {
  readonly stack: TerraformStack;
  readonly account: Account;
  bucket(props?: object): EncryptedBucket;
  user(props?: object): AccessUser;
}

function place(): Place {
  const stack = new TerraformStack(Testing.app(), "app");
  const account = new Account(stack, "a", { accountId: "111111111111", region: "eu-west-1" });
  return {
    stack,
    account,
    bucket: (props = {}) =>
      new EncryptedBucket(stack, "x", { account, bucketName: "acme-x", ...(props as object) }),
    user: (props = {}) => new AccessUser(stack, "u", { account, userName: "u", ...(props as object) }),
  };
}

const GITHUB = "token.actions.githubusercontent.com";

/** What nobody checks, without the types. */
const any = <T>(value: unknown) => value as T;

test.each<[string, (place: Place) => unknown, string]>([
  [
    "no id of an account",
    ({ stack }) => new Account(stack, "z", any({ region: "eu-west-1" })),
    "app/z: accountId must be text, received undefined",
  ],
  [
    "an id of an account without quotes",
    ({ stack }) => new Account(stack, "z", any({ accountId: 111111111111, region: "eu-west-1" })),
    "app/z: accountId must be text, received 111111111111",
  ],
  [
    "no name of a bucket",
    ({ bucket }) => bucket({ bucketName: undefined }),
    "app/x: bucketName must be text, received undefined",
  ],
  [
    "a number for a bucket",
    ({ bucket }) => bucket({ bucketName: 12345 }),
    "app/x: bucketName must be text, received 12345",
  ],
  [
    "another word for an encryption",
    ({ bucket }) => bucket({ encryption: "SSE-S3" }),
    'app/x: encryption must be one of "aws:kms", "AES256", received "SSE-S3"',
  ],
  [
    "the ARN of a key for a key",
    ({ bucket }) => bucket({ key: "arn:aws:kms:eu-west-1:111111111111:key/1" }),
    'app/x: key must be an EncryptedBucket or an EncryptionKey, received "arn:aws:kms:eu-west-1:111111111111:key/1"; for a key that exists, there is EncryptionKey.fromKeyArn',
  ],
  [
    "a text for the options of a grant",
    ({ bucket, user }) => bucket().grantRead(user(), any("in/")),
    'app/x: options must be an object, received "in/"',
  ],
  [
    "another option of a grant",
    ({ bucket, user }) => bucket().grantWrite(user(), any({ Prefix: "in/" })),
    'app/x: options has the unknown property "Prefix"; allowed are prefix; did you mean "prefix"?',
  ],
  [
    "a limit of a whole account that nothing reads",
    ({ stack, account }) => new AccessAccount(stack, "t", any({ account, tags: { team: "red" } })),
    'app/t: props has the unknown property "tags"; allowed are account and principalTags',
  ],
  [
    "a limit of an organization that nothing reads",
    ({ stack }) => new AccessOrganization(stack, "o", any({ organizationId: "o-abcde12345", path: [] })),
    'app/o: props has the unknown property "path"; allowed are organizationId, paths, principalTags and principalArn; did you mean "paths"?',
  ],
  [
    "a limit of a replication that nothing reads",
    ({ stack, account, bucket }) =>
      bucket().replicateTo(
        new EncryptedBucket(stack, "y", { account, bucketName: "acme-y" }),
        any({ prefixes: ["in/"] }),
      ),
    'app/x: props has the unknown property "prefixes"; allowed are prefix, tags, roleName, roleArn, key, deleteMarkers, priority, storageClass, replicaModifications, metrics, alarmTopicArn, latencyAlarm, timeControl, enabled and minimalKms; did you mean "prefix"?',
  ],
  [
    "a limit to networks that nothing reads",
    ({ bucket }) =>
      bucket({ restrictTo: { organizationId: "o-abcde12345", vpcEndpoints: ["vpce-0123456789abcdef0"] } }),
    'app/x: restrictTo has the unknown property "vpcEndpoints"; allowed are organizationId, vpcEndpointIds, sourceIps and except; did you mean "vpcEndpointIds"?',
  ],
  [
    "a text for permissions",
    ({ bucket, user }) => bucket().grant(user(), any("get")),
    'app/x: permissions must be a list, received "get"',
  ],
  [
    "no name of a role",
    ({ stack, account }) => new AccessRole(stack, "r", any({ account, assumedBy: [] })),
    "app/r: roleName must be text, received undefined",
  ],
  [
    "no name of an existing role",
    ({ stack, account }) => AccessRole.fromRoleName(stack, "r", any({ account })),
    "app/r: roleName must be text, received undefined",
  ],
  [
    "nobody who assumes a role",
    ({ stack, account }) => new AccessRole(stack, "r", any({ account, roleName: "R" })),
    "app/r: assumedBy must be a list, received undefined",
  ],
  [
    "a text for who assumes a role",
    ({ stack, account }) =>
      new AccessRole(stack, "r", any({ account, roleName: "R", assumedBy: "ec2.amazonaws.com" })),
    'app/r: assumedBy must be a list, received "ec2.amazonaws.com"',
  ],
  [
    "a mapping of a topology for who assumes a role",
    ({ stack, account }) =>
      new AccessRole(
        stack,
        "r",
        any({ account, roleName: "R", assumedBy: [{ service: "ec2.amazonaws.com" }] }),
      ),
    "app/r: assumedBy must be text, a principal of s3porter, or an OpenIdConnectPrincipal, SamlPrincipal or ServicePrincipal, received an object of the class Object",
  ],
  [
    "an account for who assumes a role",
    ({ stack, account }) => new AccessRole(stack, "r", any({ account, roleName: "R", assumedBy: [account] })),
    "app/r: assumedBy must be text, a principal of s3porter, or an OpenIdConnectPrincipal, SamlPrincipal or ServicePrincipal, received an object of the class Account",
  ],
  [
    "a short session",
    ({ stack, account }) =>
      new AccessRole(stack, "r", {
        account,
        roleName: "R",
        assumedBy: ["ec2.amazonaws.com"],
        maxSessionDuration: 60,
      }),
    "app/r: maxSessionDuration must be a whole number from 3600 to 43200, received 60",
  ],
  [
    "a text for subjects",
    ({ stack, account }) =>
      new AccessRole(stack, "r", {
        account,
        roleName: "R",
        assumedBy: [new OpenIdConnectPrincipal(any({ issuer: GITHUB, subjects: "repo:acme/site:*" }))],
      }),
    'OpenIdConnectPrincipal: subjects must be a list, received "repo:acme/site:*"',
  ],
  [
    "no issuer",
    () => new OpenIdConnectPrincipal(any({ subjects: ["repo:acme/site:*"] })),
    "OpenIdConnectPrincipal: issuer must be text, received undefined",
  ],
  [
    "no name of a user",
    ({ user }) => user({ userName: undefined }),
    "app/u: userName must be text, received undefined",
  ],
  [
    "no name of a permission set",
    ({ stack, account }) => new AccessPermissionSet(stack, "p", any({ account, permissionSet: "Analyst" })),
    "app/p: permissionSetName must be text, received undefined",
  ],
  [
    "no id of an organization",
    ({ stack }) => new AccessOrganization(stack, "o", any({ organization: "o-abcde12345" })),
    "app/o: organizationId must be text, received undefined",
  ],
  [
    "a text for the accounts of a service",
    ({ stack }) => new AccessService(stack, "s", any({ service: "cloudtrail", forAccounts: "111111111111" })),
    'app/s: forAccounts must be a list, received "111111111111"',
  ],
  [
    "no ARN of a key",
    ({ stack, account }) => EncryptionKey.fromKeyArn(stack, "k", any({ account })),
    "app/k: keyArn must be text, received undefined",
  ],
  [
    "another word for a storage class",
    ({ stack, account, bucket }) =>
      bucket().replicateTo(
        new EncryptedBucket(stack, "y", { account, bucketName: "acme-y" }),
        any({ storageClass: "glacier" }),
      ),
    'app/x: storageClass must be one of "STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE", received "glacier"',
  ],
])("%s", (_, build, message) => {
  expect(() => build(place())).toThrow(expect.objectContaining({ name: "UsageError", message }));
});
