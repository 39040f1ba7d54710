/** A bucket with objects gets another key. No key may go while objects are encrypted with it. */
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { Topology } from "../../src";
import type { AwsClients } from "../support/aws-clients";
import { EmulatedStack } from "../support/emulated-stack";
import { readKeys } from "../support/read-keys";
import type { Plan } from "../support/terraform";
import { destroyable } from "../support/topologies";

const data = { id: "111111111111", region: "eu-west-1" };
const ACCOUNTS: Pick<Topology, "accounts" | "principals" | "access"> = {
  accounts: { data, apps: { id: "222222222222", region: "eu-west-1" } },
  principals: {
    reader: {
      account: "apps",
      role: "Reader",
      assumed_by: ["arn:aws:iam::222222222222:root"],
    },
  },
  access: [{ principal: "reader", bucket: "lake", allow: "read" }],
};
const OBJECT = { Bucket: "acme-lake", Key: "old" };
const LAKE = { account: "data", name: "acme-lake" };

/** The bucket has a key of its own. */
const FIRST: Topology = { ...ACCOUNTS, buckets: { lake: LAKE } };
/** It uses another key, and nothing is said of the old one. */
const NAIVE: Topology = {
  ...ACCOUNTS,
  keys: { shared: { account: "data" } },
  buckets: { lake: { ...LAKE, key: "shared" } },
};
/** It uses another key, and the old one is named. */
const RIGHT: Topology = {
  ...ACCOUNTS,
  keys: { lake: { account: "data" }, shared: { account: "data" } },
  buckets: { lake: { ...LAKE, key: "shared", other_keys: ["lake"] } },
};

describe("a change of a bucket's key", () => {
  let stack: EmulatedStack;
  let aws: AwsClients;

  beforeAll(async () => {
    stack = await EmulatedStack.create("lake", FIRST);
    aws = await stack.clients(data);
    stack.change(FIRST);
    await stack.terraform.init();
    await stack.terraform.plan();
    await stack.terraform.apply();
    await withoutPolicy(() => aws.s3.send(new PutObjectCommand({ ...OBJECT, Body: "old" })));
  });

  afterAll(() => stack.remove());

  async function planOf(topology: Topology): Promise<Plan> {
    stack.change(topology);
    return stack.terraform.plan();
  }

  function changed({ changes }: Plan, action: string): string[] {
    return changes
      .filter(({ change }) => change.actions.includes(action))
      .map(({ address }) => address)
      .sort();
  }

  /** The emulator ignores the condition of the statement that denies requests without TLS. */
  async function withoutPolicy<T>(call: () => Promise<T>): Promise<T> {
    const { Bucket } = OBJECT;
    const { Policy } = await aws.s3.send(new GetBucketPolicyCommand({ Bucket }));
    await aws.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    const result = await call();
    await aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    return result;
  }

  async function oldKey() {
    const { SSEKMSKeyId, Body } = await withoutPolicy(() => aws.s3.send(new GetObjectCommand(OBJECT)));
    expect(await Body?.transformToString()).toBe("old");
    const { KeyMetadata } = await aws.kms.send(new DescribeKeyCommand({ KeyId: SSEKMSKeyId }));
    return KeyMetadata;
  }

  it("plans to destroy nothing, even if the old key is not named", async () => {
    const plan = await planOf(NAIVE);
    expect(changed(plan, "delete")).toEqual([]);
    expect(changed(plan, "forget")).toEqual(["aws_kms_alias.lake", "aws_kms_key.lake"]);
  });

  describe("that names the old key", () => {
    let plan: Plan;

    beforeAll(async () => {
      plan = await planOf(RIGHT);
      await stack.terraform.apply();
    });

    it("creates the new key, and changes policies and settings", () => {
      expect(changed(plan, "create")).toEqual(["aws_kms_alias.shared", "aws_kms_key.shared"]);
      expect(changed(plan, "delete")).toEqual([]);
      expect(changed(plan, "forget")).toEqual([]);
      expect(changed(plan, "update")).toEqual([
        "aws_iam_role_policy.reader",
        "aws_kms_key.lake",
        "aws_s3_bucket_server_side_encryption_configuration.lake",
      ]);
    });

    it("keeps the old key, whose policy still lets the readers decrypt", async () => {
      expect(await oldKey()).toMatchObject({
        KeyState: "Enabled",
        Description: expect.stringContaining("acme-lake"),
      });
      const estate = await stack.estate();
      expect(Object.keys(estate[data.id]?.keys ?? {}).sort()).toEqual(["alias/acme-lake", "alias/shared"]);
      expect(JSON.stringify(estate[data.id]?.keys["alias/acme-lake"]?.policy)).toContain("kms:Decrypt");
    });

    it("is complete", async () => {
      expect((await stack.terraform.plan()).isEmpty).toBe(true);
    });
  });

  it("is not destroyed as long as the topology does not allow it", async () => {
    const before = await stack.estate();
    await expect(stack.terraform.destroy()).rejects.toThrow(
      "Resource aws_s3_bucket.lake has lifecycle.prevent_destroy set",
    );
    expect(await stack.estate()).toEqual(before);
  });

  it("keeps both keys if it is destroyed while the bucket has objects", async () => {
    stack.change(destroyable(RIGHT));
    await expect(stack.terraform.destroy()).rejects.toThrow("BucketNotEmpty");
    expect(Object.keys((await readKeys(aws.kms, data.region)).keys)).toHaveLength(2);
  });
});
