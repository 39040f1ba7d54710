/**
 * A role of the analytics account copies orders from the production account. To write the Terraform, run
 * `npx cdktf synth` in this folder.
 */
import { App, TerraformStack } from "cdktf";
import { AccessRole, Account, EncryptedBucket, Outputs } from "s3porter";

const app = new App();
const stack = new TerraformStack(app, "copy-between-accounts");

const production = new Account(stack, "production", {
  accountId: "111111111111",
  region: "us-east-1",
  profile: "production-admin",
});
const analytics = new Account(stack, "analytics", {
  accountId: "222222222222",
  region: "eu-west-1",
  profile: "analytics-admin",
});

const orders = new EncryptedBucket(stack, "orders", { account: production, bucketName: "acme-orders" });
const lake = new EncryptedBucket(stack, "lake", {
  account: analytics,
  bucketName: "acme-lake",
  tags: { Team: "analytics" },
});

const porter = new AccessRole(stack, "porter", {
  account: analytics,
  roleName: "OrdersPorter",
  assumedBy: ["arn:aws:iam::222222222222:root"],
});
orders.grantRead(porter, { prefix: "2026/" });
lake.grantWrite(porter, { prefix: "orders/" });

new Outputs(stack, "outputs", { buckets: [orders, lake], principals: [porter] });

app.synth();
