/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rawState, resource } from "../../test/fixtures/raw-state";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { checkCommand } from "./check-command";
import { explainCommand } from "./explain-command";
import { whoCanCommand } from "./who-can-command";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

const EVERYONE = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: "*", Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-data" },
  ],
});

function state(payer: "Requester" | "BucketOwner", bucketPolicy?: string): string {
  const path = join(folder, "terraform.tfstate");
  const { resources, ...rest } = rawState({ ...(bucketPolicy !== undefined && { bucketPolicy }) }) as {
    readonly resources: readonly unknown[];
  };
  const added = [
    resource("aws_s3_bucket_request_payment_configuration", "data", "source", { bucket: "acme-data", payer }),
    resource("aws_s3_bucket_public_access_block", "data", "source", {
      bucket: "acme-data",
      block_public_policy: false,
      restrict_public_buckets: false,
    }),
  ];
  writeFileSync(path, JSON.stringify({ ...rest, resources: [...resources, ...added] }));
  return path;
}

const oneLine = (text = "") => text.replaceAll(/\s+/g, " ");

const SAYS_SO = "--request-payer requester";

test.each<["Requester" | "BucketOwner", boolean]>([
  ["Requester", true],
  ["BucketOwner", false],
])("callers of other accounts have to say that they pay if the payer is %s", async (payer, isSaid) => {
  const { text } = await checkCommand(state(payer), { colour: false });
  expect(oneLine(text).includes(SAYS_SO)).toBe(isSaid);
  expect(oneLine(text)).not.toContain("is not read");
  const explained = await explainCommand(state(payer), {
    as: "etl",
    do: "s3:ListBucket",
    on: "acme-data",
    folder,
    colour: false,
  });
  expect(oneLine(explained.text).includes(SAYS_SO)).toBe(isSaid);
  expect(explained.exitCode).toBe(0);
});

test.each<["Requester" | "BucketOwner", boolean]>([
  ["Requester", false],
  ["BucketOwner", true],
])("who has no credentials can list what is public if the payer is %s: %s", async (payer, can) => {
  const path = state(payer, EVERYONE);
  const { text } = await whoCanCommand("s3:ListBucket", "acme-data", path, { folder, colour: false });
  expect(oneLine(text).includes("everyone, without credentials")).toBe(can);
  const checked = await checkCommand(path, { colour: false });
  const who = can ? "everyone, without credentials" : "everyone with an AWS account";
  expect(oneLine(checked.text)).toContain(`${who} aws s3 ls on acme-data`);
});
