import { App, TerraformStack, TerraformVariable } from "cdktf";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { statement, terraformOf } from "../../test/fixtures/stack";
import { folderTree } from "../../test/support/folder-tree";
import { temporaryFolder } from "../../test/support/temporary-folder";
import {
  AccessAccount,
  AccessRole,
  AccessUser,
  Account,
  type AccountProps,
  EncryptedBucket,
  EncryptionKey,
  type ExistingBucketProps,
} from "../index";

const { path: outdir, remove } = temporaryFolder();
afterAll(remove);

interface Shared {
  readonly stack: TerraformStack;
  readonly partner: Account;
  readonly drop: EncryptedBucket;
}

function shared(props: Partial<AccountProps> = { managed: false }, folder = outdir): Shared {
  const stack = new TerraformStack(new App({ outdir: folder }), "shared");
  const a = new Account(stack, "a", { accountId: "111111111111", region: "eu-west-1" });
  const region = props.managed === false ? undefined : "eu-west-1";
  const partner = new Account(stack, "partner", { accountId: "222222222222", region, ...props });
  return {
    stack,
    partner,
    drop: new EncryptedBucket(stack, "drop", { account: a, bucketName: "acme-drop" }),
  };
}

function synth({ stack }: Shared): void {
  (stack.node.root as App).synth();
}

const handover = join(outdir, "stacks", "shared", "handover");
const read = (path: string) => readFileSync(join(handover, path), "utf8");

/** Without folders. */
function filesIn(folder: string): string[] {
  const tree = [...folderTree(folder)];
  return tree.flatMap(([path, entry]) => (typeof entry === "string" ? path : [])).sort();
}

test("an account that is not managed has no provider, and nothing is created there", () => {
  const { stack, partner, drop } = shared();
  drop.grantRead(AccessUser.fromUserName(stack, "vendor", { account: partner, userName: "vendor-app" }));
  const { provider, resource, output, locals } = terraformOf(stack);
  expect(provider.aws.map(({ alias }) => alias)).toEqual(["a"]);
  expect(Object.keys(resource).filter((type) => type.startsWith("aws_iam"))).toEqual([]);
  expect(output.handover_partner?.value).toEqual({
    account_id: "222222222222",
    policies: [
      {
        principal: "vendor",
        principal_arn: "arn:aws:iam::222222222222:user/vendor-app",
        policy_name: "s3porter-vendor@acme-drop",
        policy_type: "inline",
        policy: "${jsonencode(local.vendor_identity_policy)}",
        file: "partner/vendor.json",
        commands: [
          "aws iam put-user-policy --user-name vendor-app --policy-name s3porter-vendor@acme-drop --policy-document file://partner/vendor.json",
        ],
      },
    ],
  });
  // Their half must not need ours: AWS chooses the id of the key when it is created.
  expect(statement(locals.vendor_identity_policy, "DecryptDrop")).toMatchObject({
    Resource: "arn:aws:kms:eu-west-1:111111111111:key/*",
    Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/acme-drop" } },
  });
});

test("an account that nothing is granted in hands nothing over", () => {
  const { stack } = shared();
  expect(terraformOf(stack).output).toBeUndefined();
});

test("a policy that is too long is handed over as several managed policies", () => {
  const { stack, partner, drop } = shared();
  const etl = AccessRole.fromRoleName(stack, "etl", { account: partner, roleName: "etl" });
  for (let index = 0; index < 70; index++)
    drop.grantRead(etl, { prefix: `${"in".padEnd(60, "-")}${index}/` });
  const { output } = terraformOf(stack);
  const policies = output.handover_partner?.value.policies as Record<string, unknown>[];
  expect(policies.length).toBeGreaterThan(1);
  expect(policies[1]).toMatchObject({
    policy_name: "s3porter2-etl@acme-drop",
    policy_type: "managed",
    file: "partner/etl-2.json",
    policy: "${jsonencode(local.etl_identity_policy_2)}",
    commands: [
      "aws iam create-policy --policy-name s3porter2-etl@acme-drop --policy-document file://partner/etl-2.json",
      "aws iam attach-role-policy --role-name etl --policy-arn arn:aws:iam::222222222222:policy/s3porter2-etl@acme-drop",
    ],
  });
});

test("the policy for an entire account is handed over, and not in an output of its own", () => {
  const { stack, partner, drop } = shared();
  drop.grantRead(new AccessAccount(stack, "everyone", { account: partner }));
  const { output } = terraformOf(stack);
  expect(Object.keys(output)).toEqual(["handover_partner"]);
  expect(output.handover_partner?.value.policies).toMatchObject([
    {
      principal_arn: "arn:aws:iam::222222222222:root",
      policy_type: "managed",
      file: "partner/everyone.json",
    },
  ]);
});

test("the hand-over is written beside cdk.tf.json, with the text that AWS shall get", () => {
  const all = shared();
  const vendor = AccessUser.fromUserName(all.stack, "vendor", {
    account: all.partner,
    userName: "vendor-app",
  });
  all.drop.grantRead(vendor, { prefix: "home/${aws:username}/" });
  synth(all);
  expect(filesIn(handover)).toEqual([".s3porter.json", "partner.md", "partner/vendor.json"]);
  expect(read("partner/vendor.json")).toContain('"arn:aws:s3:::acme-drop/home/${aws:username}/*"');
  expect(read("partner.md")).toContain("## User vendor-app");
  const before = folderTree(handover);
  synth(all);
  expect(folderTree(handover)).toEqual(before);
});

test("what the user edited or added stays, and what is no longer handed over goes", () => {
  const granted = (props?: Partial<AccountProps>) => {
    const all = shared(props);
    all.drop.grantRead(
      AccessUser.fromUserName(all.stack, "vendor", { account: all.partner, userName: "vendor-app" }),
    );
    return all;
  };
  synth(granted());
  writeFileSync(join(handover, "notes.md"), "call them\n");
  writeFileSync(join(handover, "partner.md"), "edited\n");
  expect(() => synth(granted())).toThrow(
    `${handover} has edited files; nothing was written\n  partner.md\nTo keep your changes, move these files elsewhere. To overwrite them, delete them and synthesize again.`,
  );
  expect(read("partner.md")).toBe("edited\n");
  synth(granted({ managed: true }));
  expect(filesIn(handover)).toEqual([".s3porter.json", "notes.md", "partner.md"]);
});

test("a stack without hand-overs has no folder for them", () => {
  const { path, remove: removeOther } = temporaryFolder();
  try {
    synth(shared({}, path));
    expect(existsSync(join(path, "stacks", "shared", "cdk.tf.json"))).toBe(true);
    expect(existsSync(join(path, "stacks", "shared", "handover"))).toBe(false);
  } finally {
    removeOther();
  }
});

test("what only Terraform knows cannot be handed over", () => {
  const all = shared();
  const userName = new TerraformVariable(all.stack, "user", {}).stringValue;
  all.drop.grantRead(AccessUser.fromUserName(all.stack, "vendor", { account: all.partner, userName }));
  expect(() => synth(all)).toThrow(/is known only to Terraform/);
});

const THEIR_KEY = "arn:aws:kms:eu-west-1:333333333333:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";

/** A bucket that exists in an account that is not managed. */
function theirs(stack: TerraformStack, props: Partial<ExistingBucketProps> = {}): EncryptedBucket {
  const account = new Account(stack, "others", {
    accountId: "333333333333",
    region: "eu-west-1",
    managed: false,
  });
  const policy = "handover";
  return EncryptedBucket.fromBucketName(stack, "lake", {
    account,
    bucketName: "acme-lake",
    policy,
    key: EncryptionKey.fromKeyArn(stack, "central", { account, keyArn: THEIR_KEY, policy }),
    ...props,
  });
}

test("Terraform neither reads nor changes their bucket and key, and the outputs say where they are", () => {
  const all = shared();
  const lake = theirs(all.stack);
  const where = { account: "others", account_id: "333333333333", region: "eu-west-1" };
  const handovers = () => {
    const { output, data } = all.stack.toTerraform() as {
      readonly output: Readonly<Record<string, { readonly value: object }>>;
      readonly data?: object;
    };
    expect(data).toBeUndefined();
    return [output.handover_lake_bucket_policy?.value, output.handover_central_key_policy?.value];
  };
  expect(handovers()).toEqual([
    { ...where, bucket_arn: "arn:aws:s3:::acme-lake" },
    { ...where, key_arn: THEIR_KEY },
  ]);
  all.drop.replicateTo(lake);
  expect(handovers()).toMatchObject([
    { ...where, statements: "${jsonencode(local.lake_bucket_policy)}", file: "lake_bucket_policy.json" },
    { ...where, statements: "${jsonencode(local.central_key_policy)}", file: "central_key_policy.json" },
  ]);
});

test.each<[string, (all: Shared) => unknown, string | RegExp]>([
  [
    "a new role",
    ({ stack, partner: account }) =>
      new AccessRole(stack, "etl", { account, roleName: "etl", assumedBy: ["ec2.amazonaws.com"] }),
    /^shared\/partner has managed: false, so Terraform has no provider .* use an account that you deploy to, or AccessRole.fromRoleName/,
  ],
  [
    "a bucket",
    ({ stack, partner: account }) => new EncryptedBucket(stack, "lake", { account, bucketName: "acme-lake" }),
    /^shared\/partner has managed: false/,
  ],
  [
    "a policy to merge into",
    ({ stack }) => theirs(stack, { policy: { merge: { Version: "2012-10-17", Statement: [] } } }),
    /^shared\/others has managed: false, .* EncryptedBucket.fromBucketName and EncryptionKey.fromKeyArn with policy: "handover"/,
  ],
  [
    "versioning of their bucket",
    ({ stack }) => theirs(stack, { versioned: true }),
    /^shared\/others has managed: false/,
  ],
  [
    "replication from their bucket",
    ({ stack, drop }) => theirs(stack, { replication: "none" }).replicateTo(drop),
    /^shared\/others has managed: false/,
  ],
  [
    "a bucket in an unknown region",
    ({ stack, partner: account }) =>
      EncryptedBucket.fromBucketName(stack, "lake", {
        account,
        bucketName: "acme-lake",
        encryption: "AES256",
        policy: "handover",
      }),
    "shared/lake needs the region of shared/partner, because key policies name it; set region there",
  ],
  [
    "a key in an unknown region",
    ({ stack, partner: account }) =>
      EncryptionKey.fromKeyArn(stack, "central", { account, keyArn: THEIR_KEY }),
    "shared/central needs the region of shared/partner, because key policies name it; set region there",
  ],
  [
    "a key elsewhere",
    ({ stack }) =>
      EncryptionKey.fromKeyArn(stack, "central", {
        account: new Account(stack, "others", {
          accountId: "333333333333",
          region: "us-east-1",
          managed: false,
        }),
        keyArn: THEIR_KEY,
      }),
    `shared/central: keyArn is "${THEIR_KEY}", but its account is 333333333333 in us-east-1; pass the account of the key`,
  ],
  [
    "a profile",
    ({ stack }) =>
      new Account(stack, "other", {
        accountId: "333333333333",
        managed: false,
        profile: "x",
        defaultTags: { a: "b" },
      }),
    "shared/other: profile, defaultTags are for the provider, which an account with managed: false does not have; remove them",
  ],
  [
    "no region of a managed account",
    ({ stack }) => new Account(stack, "other", { accountId: "333333333333" }),
    'shared/other: region is missing; set it, such as "us-east-1", or set managed to false if you do not deploy to the account',
  ],
  [
    "no region of the first account",
    () =>
      new Account(new TerraformStack(new App({ outdir }), "s"), "other", {
        accountId: "333333333333",
        managed: false,
      }),
    "s/other: region is missing, and there is no other account yet to take it from; create the accounts that you deploy to first, or set region",
  ],
])("%s is refused", (_, build, message) => {
  expect(() => build(shared())).toThrow(message);
});
