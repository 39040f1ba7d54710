/** Nothing of a bucket or key that exists already is created, replaced, destroyed or changed, unless the topology says so. */
import { CreateKeyCommand, GetKeyPolicyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  type ObjectOwnership,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { Topology } from "../../src";
import type { AwsClients } from "../support/aws-clients";
import { EmulatedStack } from "../support/emulated-stack";
import type { Plan } from "../support/terraform";

const data = { id: "111111111111", region: "eu-west-1" };
const Bucket = "acme-data-lake";
const inLake = (Sid: string) => ({
  Sid,
  Effect: "Allow" as const,
  Principal: { AWS: "arn:aws:iam::333333333333:root" },
  Action: "s3:GetObject",
  Resource: `arn:aws:s3:::${Bucket}/\${aws:username}/*`,
});
const BUCKET_POLICY = { Version: "2012-10-17" as const, Statement: [inLake("Auditors"), inLake("More")] };
const KEY_POLICY = {
  Version: "2012-10-17" as const,
  Id: "central",
  Statement: [
    {
      Sid: "Enable IAM User Permissions",
      Effect: "Allow" as const,
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Action: "kms:*",
      Resource: "*",
    },
  ],
};

describe("a bucket and a key that exist", () => {
  let stack: EmulatedStack;
  let aws: AwsClients;
  let arn: string;
  let plan: Plan;

  type Bucket = Partial<Topology["buckets"][string]>;
  type Key = Partial<NonNullable<Topology["keys"]>[string]>;

  function topology(bucket: Bucket = {}, key: Key = {}, more: Partial<Topology> = {}): Topology {
    return {
      accounts: { data, apps: { id: "222222222222", region: "eu-west-1" } },
      keys: { central: { account: "data", existing: true, arn, policy: { merge: KEY_POLICY }, ...key } },
      buckets: {
        lake: {
          account: "data",
          name: Bucket,
          existing: true,
          key: "central",
          policy: { merge: BUCKET_POLICY },
          ...bucket,
        },
        ...more.buckets,
      },
      principals: { batch: { account: "apps", role: "acme-batch", existing: true } },
      access: [{ principal: "batch", bucket: "lake", allow: "read" }],
      ...(more.replication && { replication: more.replication }),
    };
  }

  beforeAll(async () => {
    arn = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";
    stack = await EmulatedStack.create("lake", topology());
    aws = await stack.clients(data);
    const { KeyMetadata } = await aws.kms.send(new CreateKeyCommand({ Policy: JSON.stringify(KEY_POLICY) }));
    arn = KeyMetadata?.Arn ?? "";
    await aws.s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
    );
    await aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(BUCKET_POLICY) }));
    await configure({});
    stack.change(topology());
    await stack.terraform.init();
    plan = await stack.terraform.plan();
    await stack.terraform.apply();
  });

  afterAll(() => stack.remove());

  /** As its owner has it, with one setting changed. */
  async function configure({
    algorithm = "aws:kms",
    key = arn,
    bucketKey = true,
    ownership = "BucketOwnerEnforced",
    blocks = true,
  }: {
    algorithm?: "aws:kms" | "aws:kms:dsse" | "AES256";
    key?: string;
    bucketKey?: boolean;
    ownership?: ObjectOwnership;
    blocks?: boolean;
  }): Promise<void> {
    const byDefault = {
      SSEAlgorithm: algorithm,
      ...(algorithm !== "AES256" && { KMSMasterKeyID: key }),
    };
    const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: bucketKey }];
    await aws.s3.send(
      new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }),
    );
    const OwnershipControls = { Rules: [{ ObjectOwnership: ownership }] };
    await aws.s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: blocks,
    };
    await aws.s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  }

  function changed({ changes }: Plan, ...actions: string[]): string[] {
    return changes
      .filter(({ change }) => actions.some((action) => change.actions.includes(action)))
      .map(({ address }) => address)
      .sort();
  }

  async function planOf(changedTopology: Topology): Promise<Plan> {
    stack.change(changedTopology);
    return stack.terraform.plan();
  }

  /** Why the plan fails, without the line breaks of Terraform. */
  async function refusalOf(changedTopology: Topology): Promise<string> {
    const refused = await planOf(changedTopology).then(
      () => "nothing",
      ({ message }: Error) => message,
    );
    return refused.replaceAll(/\s+/g, " ");
  }

  async function bucketPolicy(): Promise<{ Statement: unknown[] }> {
    const { Policy = "" } = await aws.s3.send(new GetBucketPolicyCommand({ Bucket }));
    return JSON.parse(Policy) as { Statement: unknown[] };
  }

  it("get nothing but their policies", () => {
    expect(changed(plan, "create")).toEqual([
      "aws_iam_role_policy.batch",
      "aws_kms_key_policy.central",
      "aws_s3_bucket_policy.lake",
    ]);
    expect(changed(plan, "delete", "update", "forget")).toEqual([]);
  });

  it("keep the statements that their policies had", async () => {
    const { Statement } = await bucketPolicy();
    expect(Statement.slice(0, 2)).toEqual(BUCKET_POLICY.Statement);
    expect(Statement).toHaveLength(4);
    const { Policy = "" } = await aws.kms.send(
      new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" }),
    );
    const keyPolicy = JSON.parse(Policy) as typeof KEY_POLICY;
    expect(keyPolicy).toMatchObject({ Id: "central", Version: "2012-10-17" });
    expect(keyPolicy.Statement[0]).toEqual(KEY_POLICY.Statement[0]);
    expect(keyPolicy.Statement).toHaveLength(2);
  });

  /** As somebody else set it up before. */
  async function replicatesToAnother(): Promise<string> {
    const [Role, Other] = ["arn:aws:iam::111111111111:role/their-replication", "acme-their-replica"];
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await aws.s3.send(
      new CreateBucketCommand({
        Bucket: Other,
        CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
      }),
    );
    for (const each of [Bucket, Other])
      await aws.s3.send(new PutBucketVersioningCommand({ Bucket: each, VersioningConfiguration }));
    const Rules = [
      {
        ID: "theirs",
        Status: "Enabled" as const,
        Priority: 1,
        Filter: { Prefix: "" },
        DeleteMarkerReplication: { Status: "Disabled" as const },
        Destination: { Bucket: `arn:aws:s3:::${Other}` },
      },
    ];
    await aws.s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration: { Role, Rules } }));
    return Role;
  }

  it("need nothing more", async () => {
    expect((await planOf(topology())).isEmpty).toBe(true);
  });

  // Several at once, because a plan takes seconds.
  const ALL_WRONG = {
    key: `${"a".repeat(8)}-0000`,
    bucketKey: false,
    ownership: "ObjectWriter",
    blocks: false,
  } as const;
  const OTHER_KEY = /must name the key arn:aws:kms:\S+ by its ARN\./;
  const NO_BUCKET_KEY = /The default encryption of the bucket lake must use a Bucket Key\./;
  it.each<[string, Parameters<typeof configure>[0], readonly RegExp[]]>([
    [
      "another key, no Bucket Key, ACLs and public policies",
      ALL_WRONG,
      [
        OTHER_KEY,
        NO_BUCKET_KEY,
        /must be BucketOwnerEnforced\./,
        /All four settings of Block Public Access must be on in the bucket lake/,
      ],
    ],
    ["an alias", { key: "alias/central" }, [OTHER_KEY]],
    ["SSE-S3", { algorithm: "AES256", bucketKey: false }, [/must be SSE-KMS\./, OTHER_KEY, NO_BUCKET_KEY]],
  ])("are not planned with a bucket that has %s", async (_, settings, messages) => {
    await configure(settings);
    const refusal = await refusalOf(topology());
    for (const message of messages) expect(refusal).toMatch(message);
    expect(refusal.match(/Error: /g)).toHaveLength(messages.length);
    await configure({});
  });

  it("are planned whatever the settings of the bucket, if these are not to be checked", async () => {
    await configure(ALL_WRONG);
    expect((await planOf(topology({ check_settings: false }))).isEmpty).toBe(true);
    await configure({});
  });

  it("are planned with a key by its id, if nobody of another account writes", async () => {
    await configure({ key: arn.split("/").at(-1), algorithm: "aws:kms:dsse" });
    expect((await planOf(topology())).isEmpty).toBe(true);
    const [edge] = topology().access ?? [];
    const writing = { ...topology(), access: edge && [{ ...edge, allow: "read_write" as const }] };
    expect(await refusalOf(writing)).toMatch(OTHER_KEY);
    await configure({});
  });

  it("are not replicated without versioning", async () => {
    const more = { buckets: { replica: REPLICA }, replication: [{ from: "replica", to: "lake" }] };
    expect(await refusalOf(topology({}, {}, more))).toMatch(
      /The versioning of the bucket lake must be enabled, because it replicates or receives replicas\./,
    );
    await versions("Enabled");
    expect(changed(await planOf(topology({}, {}, more)), "delete")).toEqual([]);
    await versions("Suspended");
    expect(await refusalOf(topology({}, {}, more))).toMatch(/must be enabled, because/);
  });

  async function versions(Status: "Enabled" | "Suspended"): Promise<void> {
    await aws.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  }

  const REPLICA = { account: "data", name: "acme-replica" };
  it.each<[string, () => Topology, string[]]>([
    ["both policies handed over", () => topology({ policy: "handover" }, { policy: "handover" }), []],
    ["versioning", () => topology({ versioning: true }), ["aws_s3_bucket_versioning.lake"]],
    [
      "replication to another bucket",
      () =>
        topology(
          { replication: "none", versioning: true },
          {},
          { buckets: { replica: REPLICA }, replication: [{ from: "lake", to: "replica" }] },
        ),
      ["aws_s3_bucket_replication_configuration.lake", "aws_s3_bucket_versioning.lake"],
    ],
    [
      "replication from another bucket",
      () =>
        topology(
          { versioning: true },
          {},
          { buckets: { replica: REPLICA }, replication: [{ from: "replica", to: "lake" }] },
        ),
      ["aws_s3_bucket_versioning.lake"],
    ],
    ["a required key", () => topology({ require_key: true }), []],
  ])("are neither destroyed nor replaced: %s", async (_, change, created) => {
    const next = await planOf(change());
    expect(changed(next, "delete")).toEqual([]);
    expect(changed(next, "create").filter((address) => address.endsWith(".lake"))).toEqual(created);
    expect(
      changed(next, "create", "update").filter((address) =>
        /^aws_(s3_bucket|kms_key)\.(lake|central)$/.test(address),
      ),
    ).toEqual([]);
  });

  it("are not taken back with the stack, whose policies have the statements of others", async () => {
    stack.change(topology());
    await expect(stack.terraform.destroy()).rejects.toThrow(
      /aws_(kms_key|s3_bucket)_policy\.\w+ has lifecycle.prevent_destroy set/,
    );
    expect((await bucketPolicy()).Statement).toHaveLength(4);
  });

  it("keep their policies once these are handed over, and everything after the stack is destroyed", async () => {
    await planOf(topology({ policy: "handover" }, { policy: "handover" }));
    await stack.terraform.apply();
    await stack.terraform.destroy();
    expect((await bucketPolicy()).Statement).toHaveLength(4);
    await aws.s3.send(new GetBucketVersioningCommand({ Bucket }));
    await aws.kms.send(
      new PutKeyPolicyCommand({ KeyId: arn, PolicyName: "default", Policy: JSON.stringify(KEY_POLICY) }),
    );
  });

  it("can be imported, and the first plan changes only what is added", async () => {
    await aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(BUCKET_POLICY) }));
    const next = await planOf(topology({ import: true }, { import: true }));
    expect(changed(next, "create", "delete")).toEqual(["aws_iam_role_policy.batch"]);
    expect(changed(next, "update")).toEqual(["aws_kms_key_policy.central", "aws_s3_bucket_policy.lake"]);
    await stack.terraform.apply();
    expect((await bucketPolicy()).Statement).toHaveLength(4);
    expect((await stack.terraform.plan()).isEmpty).toBe(true);

    const role = await replicatesToAnother();
    const more = { buckets: { replica: REPLICA }, replication: [{ from: "lake", to: "replica" }] };
    const replaced = await planOf(
      topology({ import: true, versioning: true, replication: "replace" }, { import: true }, more),
    );
    expect(changed(replaced, "delete")).toEqual([]);
    expect(changed(replaced, "create").filter((address) => address.endsWith(".lake"))).toEqual([]);
    expect(changed(replaced, "update")).toContain("aws_s3_bucket_replication_configuration.lake");
    const { change } = replaced.changes.find(({ address }) =>
      address.startsWith("aws_s3_bucket_replication_configuration"),
    ) as Plan["changes"][number];
    expect(JSON.stringify(change)).toContain(role);
    await planOf(topology({ policy: "handover" }, { policy: "handover" }));
    await stack.terraform.apply();
    await stack.terraform.destroy();
  });

  it("are not destroyed if the stack created them and they are existing from now on", async () => {
    const created: Topology = {
      ...topology(),
      keys: undefined,
      buckets: { lake: { account: "data", name: "acme-own-lake" } },
    };
    await planOf(created);
    await stack.terraform.apply();
    const { ServerSideEncryptionConfiguration: { Rules } = {} } = await aws.s3.send(
      new GetBucketEncryptionCommand({ Bucket: "acme-own-lake" }),
    );
    const key = Rules?.[0]?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
    const next = await planOf(
      topology({ name: "acme-own-lake", policy: "handover" }, { arn: key, policy: "handover" }),
    );
    expect(changed(next, "delete")).toEqual([]);
    expect(changed(next, "forget")).toEqual([
      "aws_kms_alias.lake",
      "aws_kms_key.lake",
      "aws_s3_bucket.lake",
      "aws_s3_bucket_ownership_controls.lake",
      "aws_s3_bucket_policy.lake",
      "aws_s3_bucket_public_access_block.lake",
      "aws_s3_bucket_server_side_encryption_configuration.lake",
    ]);
  });
});
