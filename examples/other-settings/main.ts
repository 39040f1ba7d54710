/**
 * Settings that s3porter does not have, on a bucket that it creates: CORS, lifecycle rules, an inventory and a website. To
 * write the Terraform, run `npx cdktf synth` in this folder.
 *
 * Create the resources of the AWS provider beside the constructs. They need two things of a bucket: the provider of its
 * account, and the reference to its name, so that Terraform creates the bucket first.
 */
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { S3BucketInventory } from "@cdktf/provider-aws/lib/s3-bucket-inventory";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketWebsiteConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-website-configuration";
import { App, TerraformStack } from "cdktf";
import { AccessRole, Account, EncryptedBucket, Outputs } from "s3porter";

const app = new App();
const stack = new TerraformStack(app, "other-settings");

const web = new Account(stack, "web", { accountId: "111111111111", region: "eu-west-1" });
const assets = new EncryptedBucket(stack, "assets", {
  account: web,
  bucketName: "acme-assets",
  versioned: true,
});
const uploader = new AccessRole(stack, "uploader", {
  account: web,
  roleName: "AssetsUploader",
  assumedBy: ["lambda.amazonaws.com"],
});
assets.grantWrite(uploader, { prefix: "uploads/" });

const ofAssets = { provider: web.provider, bucket: assets.bucketReference };

new S3BucketCorsConfiguration(stack, "cors", {
  ...ofAssets,
  corsRule: [{ allowedMethods: ["PUT"], allowedOrigins: ["https://www.example.com"], maxAgeSeconds: 3000 }],
});

// A bucket has one lifecycle configuration, so this one also aborts uploads. `abortIncompleteUploadsAfterDays` would write
// a second one.
new S3BucketLifecycleConfiguration(stack, "lifecycle", {
  ...ofAssets,
  rule: [
    {
      id: "abort-incomplete-uploads",
      status: "Enabled",
      filter: [{ prefix: "" }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
    },
    {
      id: "expire-old-versions",
      status: "Enabled",
      filter: [{ prefix: "uploads/" }],
      noncurrentVersionExpiration: [{ noncurrentDays: 90 }],
    },
  ],
});

// The policies of the destination and of its key must let S3 write there.
new S3BucketInventory(stack, "inventory", {
  ...ofAssets,
  name: "weekly",
  includedObjectVersions: "Current",
  schedule: { frequency: "Weekly" },
  destination: { bucket: { format: "CSV", bucketArn: "arn:aws:s3:::acme-inventories", prefix: "assets" } },
});

// Visitors of a website endpoint are anonymous. They cannot read objects that are encrypted with a KMS key, so this website
// only redirects. Serve the objects with CloudFront.
new S3BucketWebsiteConfiguration(stack, "website", {
  ...ofAssets,
  redirectAllRequestsTo: { hostName: "www.example.com", protocol: "https" },
});

// For arguments of the bucket itself that s3porter does not have.
(assets.node.defaultChild as S3Bucket).addOverride("timeouts", { create: "30m" });

new Outputs(stack, "outputs", { buckets: [assets], principals: [uploader] });

app.synth();
