/** Pairs written by hand with the CDKTF bindings, as their documentation shows it: references and `JSON.stringify`. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { measure, outdir } from "./measure";
import * as documents from "./pair-documents";

measure((pairs) => {
  const app = new App({ outdir: outdir() });
  const stack = new TerraformStack(app, "pairs");
  const account = (alias: string, id: string) =>
    new AwsProvider(stack, alias, { alias, region: "us-east-1", allowedAccountIds: [id] });
  const source = account("source", "111111111111");
  const destination = account("destination", "222222222222");
  for (let pair = 0; pair < pairs; pair++) addPair(stack, source, destination, pair);
  app.synth();
});

function addPair(stack: TerraformStack, source: AwsProvider, destination: AwsProvider, pair: number): void {
  const sourceKey = addBucket(stack, source, `source-${pair}`, {
    key: documents.sourceKeyPolicy(pair),
    bucket: documents.sourceBucketPolicy(pair),
  });
  const destinationKey = addBucket(stack, destination, `destination-${pair}`, {
    key: documents.destinationKeyPolicy(),
    bucket: documents.destinationBucketPolicy(pair),
  });
  const role = new IamRole(stack, `role-${pair}`, {
    provider: destination,
    name: `porter-${pair}`,
    assumeRolePolicy: JSON.stringify(documents.trustPolicy()),
  });
  new IamRolePolicy(stack, `role-policy-${pair}`, {
    provider: destination,
    name: `porter-${pair}`,
    role: role.name,
    policy: JSON.stringify(documents.identityPolicy(pair, sourceKey.arn, destinationKey.arn)),
  });
  new TerraformOutput(stack, `role-arn-${pair}`, { value: role.arn });
}

function addBucket(
  stack: TerraformStack,
  provider: AwsProvider,
  id: string,
  policies: { key: object; bucket: object },
): KmsKey {
  const bucketName = `acme-${id}`;
  const key = new KmsKey(stack, `${id}-key`, {
    provider,
    description: `Encrypts the objects of s3://${bucketName}`,
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    policy: JSON.stringify(policies.key),
  });
  new KmsAlias(stack, `${id}-alias`, { provider, name: `alias/${bucketName}`, targetKeyId: key.keyId });
  const { id: bucket, arn } = new S3Bucket(stack, `${id}-bucket`, { provider, bucket: bucketName });
  new S3BucketServerSideEncryptionConfigurationA(stack, `${id}-encryption`, {
    provider,
    bucket,
    rule: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
        bucketKeyEnabled: true,
      },
    ],
  });
  const block = new S3BucketPublicAccessBlock(stack, `${id}-public-access-block`, {
    provider,
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  const ownership = new S3BucketOwnershipControls(stack, `${id}-ownership`, {
    provider,
    bucket,
    rule: { objectOwnership: "BucketOwnerEnforced" },
    dependsOn: [block],
  });
  new S3BucketPolicy(stack, `${id}-policy`, {
    provider,
    bucket,
    policy: JSON.stringify(policies.bucket),
    dependsOn: [ownership],
  });
  new TerraformOutput(stack, `${id}-bucket-name`, { value: bucket });
  new TerraformOutput(stack, `${id}-bucket-arn`, { value: arn });
  new TerraformOutput(stack, `${id}-key-arn`, { value: key.arn });
  return key;
}
