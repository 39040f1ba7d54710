import { access, accountA, accountB, bucket, key, replication, role } from "../../test/fixtures/intents";
import { bucketPolicy } from "./bucket-policy";
import type { Access, Bucket, Replication } from "./intents";
import { keyPolicy } from "./key-policy";

const reader = role("reader", accountB);
const vendor = role("vendor", accountB);
const intern = role("intern", accountA);

const RESTRICTED = {
  organizationId: "o-abcde12345",
  vpcEndpointIds: ["vpce-0123456789abcdef0"],
  sourceIps: ["203.0.113.0/24"],
  except: ["arn:aws:iam::111111111111:role/Deployer", vendor.principalArn],
};

function deniesOf(on: Bucket, edges: Access[] = [], replications: Replication[] = []) {
  return bucketPolicy(on, { access: edges, replications }).Statement.filter(
    ({ Sid, Effect }) => Effect === "Deny" && Sid !== "DenyInsecureTransport",
  );
}

test("objects and their list are denied from other networks, but not the configuration of the bucket", () => {
  const lake = bucket("lake", accountA, { restrictions: { ...RESTRICTED, organizationId: undefined } });
  const networks = {
    BoolIfExists: { "aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false" },
    NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" },
    StringNotEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" },
  };
  const excepted = (...arns: string[]) => ({
    ArnNotLike: {
      "aws:PrincipalArn": [
        "arn:aws:iam::111111111111:role/Deployer",
        "arn:aws:iam::111111111111:role/aws-service-role/*",
        ...arns,
      ],
    },
  });
  expect(
    deniesOf(
      lake,
      [access(reader, lake, ["list", "get"]), access(vendor, lake, ["get"])],
      [replication(bucket("source", accountB), lake)],
    ),
  ).toEqual([
    {
      Sid: "DenyListingFromOtherNetworks",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"],
      Resource: "arn:aws:s3:::acme-lake",
      Condition: { ...excepted(), ...networks },
    },
    {
      Sid: "DenyObjectsFromOtherNetworks",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "arn:aws:s3:::acme-lake/*",
      Condition: {
        ...excepted(
          "arn:aws:iam::222222222222:role/source_replication",
          "arn:aws:iam::222222222222:role/vendor",
        ),
        ...networks,
      },
    },
  ]);
});

/** Administration of the key stays open, so that nobody can lock out whoever could repair its policy. */
const USES = ["kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

test("principals of other accounts must be in the organization, for the bucket and for its objects under each key", () => {
  const restrictions = { ...RESTRICTED, vpcEndpointIds: [], sourceIps: [] };
  const lake = bucket("lake", accountA, { restrictions });
  const edges = [access(vendor, lake, ["get"])];
  const condition = {
    ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/vendor" },
    BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    StringNotEquals: { "aws:PrincipalAccount": "111111111111", "aws:PrincipalOrgID": "o-abcde12345" },
  };
  expect(deniesOf(lake, edges)).toEqual([
    {
      Sid: "DenyOtherOrganizations",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/*"],
      Condition: condition,
    },
  ]);
  const ofLake = {
    StringLike: {
      "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/*"],
    },
  };
  const other = bucket("other", accountA);
  expect(
    keyPolicy(key("lake", accountA), { access: edges, replications: [] }, [other, lake]).Statement[1],
  ).toEqual({
    Sid: "DenyOtherOrganizationsLake",
    Effect: "Deny",
    Principal: "*",
    Action: USES,
    Resource: "*",
    Condition: { ...condition, ...ofLake },
  });
});

test("denied principals get nothing, of the bucket and of its objects under the key", () => {
  const lake = bucket("lake", accountA, { denied: [intern] });
  const isIntern = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/intern" } };
  expect(deniesOf(lake)).toMatchObject([{ Sid: "DenyPrincipals", Action: "s3:*", Condition: isIntern }]);
  expect(
    keyPolicy(key("lake", accountA), { access: [], replications: [] }, [lake]).Statement.slice(1),
  ).toMatchObject([
    {
      Sid: "DenyPrincipalsLake",
      Effect: "Deny",
      Action: USES,
      Condition: {
        ...isIntern,
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/*"],
        },
      },
    },
  ]);
});

describe("logs of CloudTrail, whose encryption context can be the trail alone,", () => {
  const trails = ["arn:aws:cloudtrail:*:111111111111:trail/*"];
  const logs = bucket("logs", accountA, { denied: [intern, vendor], trails });
  const sidsOf = (edges: readonly Access[], buckets: readonly Bucket[]) =>
    keyPolicy(key("logs", accountA), { access: edges, replications: [] }, buckets)
      .Statement.filter(({ Effect }) => Effect === "Deny")
      .map(({ Sid, Condition }) => [Sid, Condition?.ArnLike?.["aws:PrincipalArn"]]);

  test("are denied too", () => {
    const { Statement } = keyPolicy(key("logs", accountA), { access: [], replications: [] }, [logs]);
    expect(Statement.at(-1)).toMatchObject({
      Sid: "DenyPrincipalsLogsTrails",
      Effect: "Deny",
      Condition: {
        Null: { "kms:EncryptionContext:aws:s3:arn": "true" },
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": trails[0] },
      },
    });
  });

  test("are not denied to those who read such logs in another bucket under the same key", () => {
    const more: Bucket = { ...bucket("more", accountA, { trails }), key: key("logs", accountA) };
    expect(sidsOf([access(vendor, more, ["get"])], [logs, more])).toEqual([
      ["DenyPrincipalsLogs", intern.principalArn],
      ["DenyPrincipalsLogsTrails", intern.principalArn],
      ["DenyPrincipalsLogsOfObjects", vendor.principalArn],
    ]);
  });
});
