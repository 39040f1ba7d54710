import { Lazy } from "cdktf";
import { statement, summary, terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import { AccessAccount } from "./access-account";
import { Account } from "./account";
import type { AccessRole } from "./access-role";
import type { EncryptedBucket, EncryptedBucketProps } from "./encrypted-bucket";
import { EncryptionKey } from "./encryption-key";
import { modelOf } from "./model-of";
import { PROVIDER_VERSIONS_WITH_NAMESPACES } from "./versions";

function bucketWith(props: Partial<EncryptedBucketProps> = {}) {
  const stack = new TwoAccounts();
  stack.bucket("source", props);
  return terraformOf(stack).resource;
}

describe("a bucket", () => {
  const resource = bucketWith();

  test.each<[string, object]>([
    ["aws_s3_bucket", { bucket: "acme-source" }],
    ["aws_kms_key", { description: "Encrypts the objects of s3://acme-source" }],
    ["aws_kms_alias", { name: "alias/acme-source" }],
    [
      "aws_s3_bucket_server_side_encryption_configuration",
      {
        bucket: "${aws_s3_bucket.source.id}",
        rule: [
          {
            apply_server_side_encryption_by_default: {
              sse_algorithm: "aws:kms",
              kms_master_key_id: "${aws_kms_key.source.arn}",
            },
            bucket_key_enabled: true,
          },
        ],
      },
    ],
    [
      "aws_s3_bucket_public_access_block",
      {
        bucket: "${aws_s3_bucket.source.id}",
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      },
    ],
    [
      "aws_s3_bucket_ownership_controls",
      {
        bucket: "${aws_s3_bucket.source.id}",
        rule: { object_ownership: "BucketOwnerEnforced" },
        depends_on: ["aws_s3_bucket_public_access_block.source"],
      },
    ],
    [
      "aws_s3_bucket_policy",
      {
        bucket: "${aws_s3_bucket.source.id}",
        policy: "${jsonencode(local.source_bucket_policy)}",
        depends_on: ["aws_s3_bucket_ownership_controls.source"],
      },
    ],
  ])("has an %s in its account", (type, args) => {
    expect(resource[type]?.source).toMatchObject({ provider: "aws.a", ...args });
  });

  test("is not destroyed, nor is its key", () => {
    expect(resource.aws_s3_bucket?.source).toHaveProperty("lifecycle", { prevent_destroy: true });
    expect(resource.aws_kms_key?.source).toHaveProperty("lifecycle", { prevent_destroy: true });
  });

  test("has nothing that was not asked for", () => {
    expect(resource).not.toHaveProperty("aws_s3_bucket_versioning");
    expect(resource.aws_s3_bucket?.source).not.toHaveProperty("force_destroy");
    expect(resource.aws_s3_bucket?.source).not.toHaveProperty("tags");
  });
});

describe("a bucket in the namespace of its account", () => {
  const bucketName = "acme-111111111111-us-east-1-an";

  test("states the namespace, without which S3 does not create it", () => {
    expect(bucketWith({ bucketName }).aws_s3_bucket?.source).toMatchObject({
      bucket: bucketName,
      bucket_namespace: "account-regional",
    });
    expect(bucketWith().aws_s3_bucket?.source).not.toHaveProperty("bucket_namespace");
  });

  test("needs a provider that knows namespaces, whatever the stack gets afterwards", () => {
    const stack = new TwoAccounts();
    stack.bucket("source", { bucketName });
    new Account(stack, "c", { accountId: "333333333333", region: "us-east-1" });
    expect(terraformOf(stack)).toMatchObject({
      terraform: { required_providers: { aws: { version: PROVIDER_VERSIONS_WITH_NAMESPACES } } },
    });
  });

  test("can have a name that Terraform completes", () => {
    const stack = new TwoAccounts();
    const prefix = Lazy.stringValue({ produce: () => "acme" });
    stack.bucket("source", {
      bucketName: `${prefix}-111111111111-us-east-1-an`,
      keyProps: { alias: "alias/acme" },
    });
    expect(terraformOf(stack).resource.aws_s3_bucket?.source).toMatchObject({
      bucket: bucketName,
      bucket_namespace: "account-regional",
    });
  });

  test("has no other account's name", () => {
    expect(() => bucketWith({ bucketName: "acme-222222222222-us-east-1-an" })).toThrow(
      'test/source: bucketName "acme-222222222222-us-east-1-an" is in the namespace of another account or region; in account 111111111111 and us-east-1, a name that ends with "-an" must end with "-111111111111-us-east-1-an"',
    );
  });
});

describe("a bucket can", () => {
  test("be destroyed with its objects, and be tagged", () => {
    const { aws_s3_bucket } = bucketWith({ forceDestroy: true, tags: { Team: '"data" ${x}\n' } });
    expect(aws_s3_bucket?.source).toMatchObject({
      force_destroy: true,
      tags: { Team: '"data" $${x}\n' },
    });
    expect(aws_s3_bucket?.source).not.toHaveProperty("lifecycle");
  });

  test("be destroyed if it is empty", () => {
    const { aws_s3_bucket, aws_kms_key } = bucketWith({ preventDestroy: false });
    expect(aws_s3_bucket?.source).not.toHaveProperty("lifecycle");
    expect(aws_kms_key?.source).not.toHaveProperty("lifecycle");
  });

  test("abort uploads that nobody completes", () => {
    const { aws_s3_bucket_lifecycle_configuration } = bucketWith({ abortIncompleteUploadsAfterDays: 7 });
    expect(aws_s3_bucket_lifecycle_configuration?.source).toMatchObject({
      provider: "aws.a",
      bucket: "${aws_s3_bucket.source.id}",
      rule: [
        {
          id: "abort-incomplete-uploads",
          status: "Enabled",
          filter: [{ prefix: "" }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        },
      ],
    });
    expect(bucketWith()).not.toHaveProperty("aws_s3_bucket_lifecycle_configuration");
  });

  test.each([
    ["for days", { mode: "governance", days: 30 }, { default_retention: { mode: "GOVERNANCE", days: 30 } }],
    ["for years", { mode: "compliance", years: 7 }, { default_retention: { mode: "COMPLIANCE", years: 7 } }],
    ["as uploads say", true, undefined],
  ] as const)("lock versions %s, and then keeps them", (_, objectLock, rule) => {
    const resource = bucketWith({ objectLock });
    const { "//": _metadata, ...configuration } =
      resource.aws_s3_bucket_object_lock_configuration?.source ?? {};
    expect(configuration).toEqual({
      ...(rule && { rule }),
      bucket: "${aws_s3_bucket.source.id}",
      depends_on: ["aws_s3_bucket_versioning.source"],
      provider: "aws.a",
    });
    expect(resource.aws_s3_bucket?.source).not.toHaveProperty("object_lock_enabled");
  });

  test("keep old versions", () => {
    expect(bucketWith({ versioned: true }).aws_s3_bucket_versioning?.source).toMatchObject({
      provider: "aws.a",
      bucket: "${aws_s3_bucket.source.id}",
      versioning_configuration: { status: "Enabled" },
    });
  });

  test("do without a Bucket Key", () => {
    expect(
      bucketWith({ bucketKeyEnabled: false }).aws_s3_bucket_server_side_encryption_configuration?.source
        ?.rule,
    ).toMatchObject([{ bucket_key_enabled: false }]);
  });

  test("say what its key is like", () => {
    const { aws_kms_alias, aws_kms_key } = bucketWith({
      bucketName: "acme.source",
      keyProps: { deletionWindowInDays: 7, tags: { Team: "data" } },
    });
    expect(aws_kms_alias?.source?.name).toBe("alias/acme-source");
    expect(aws_kms_key?.source).toMatchObject({ deletion_window_in_days: 7, tags: { Team: "data" } });
  });

  test("do without a key", () => {
    const stack = new TwoAccounts();
    stack.bucket("source", { encryption: "AES256" }).grantReadWrite(stack.role("porter"));
    const { locals, resource } = terraformOf(stack);
    expect(resource.aws_s3_bucket_server_side_encryption_configuration?.source?.rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    expect(resource).not.toHaveProperty("aws_kms_key");
    expect(JSON.stringify(locals)).not.toContain("kms:");
  });

  test("require its key", () => {
    const stack = new TwoAccounts();
    stack.bucket("source", { requireKey: true });
    expect(
      statement(terraformOf(stack).locals.source_bucket_policy, "DenyOtherKey")?.Condition?.ArnNotEquals,
    ).toEqual({ "s3:x-amz-server-side-encryption-aws-kms-key-id": "${aws_kms_key.source.arn}" });
  });

  test("borrow the key of a bucket in another account, whose policy then lets its readers in", () => {
    const stack = new TwoAccounts();
    const key = stack.bucket("source");
    stack.bucket("destination", { account: stack.b, key }).grantRead(stack.role("porter"));
    const { locals, resource } = terraformOf(stack);
    expect(Object.keys(resource.aws_kms_key ?? {})).toEqual(["source"]);
    expect(resource.aws_s3_bucket_server_side_encryption_configuration?.destination?.rule).toMatchObject([
      { apply_server_side_encryption_by_default: { kms_master_key_id: "${aws_kms_key.source.arn}" } },
    ]);
    expect(summary(locals.source_key_policy)).toEqual([
      "EnableIAMPolicies: kms:*",
      "DecryptDestinationForPorter: kms:Decrypt",
    ]);
  });
});

describe("other keys", () => {
  test("may decrypt for whoever reads, and are stated once however often they are added", () => {
    const stack = new TwoAccounts();
    const source = stack.bucket("source");
    const archive = new EncryptionKey(stack, "archive", { account: stack.a });
    source.grantRead(stack.role("porter"));
    for (const key of [archive, archive, source]) source.addOtherKey(key);
    const { locals } = terraformOf(stack);
    expect(summary(locals.porter_identity_policy).slice(2)).toEqual([
      "DecryptSource: kms:Decrypt",
      "DecryptSourceUnderArchive: kms:Decrypt",
    ]);
    expect(summary(locals.archive_key_policy)).toEqual([
      "EnableIAMPolicies: kms:*",
      "DecryptSourceUnderArchiveForPorter: kms:Decrypt",
    ]);
  });

  test.each(["before", "after"])("wait for a principal that they name, added %s the grant", (when) => {
    const stack = new TwoAccounts();
    const source = stack.bucket("source");
    const archive = new EncryptionKey(stack, "archive", { account: stack.a });
    if (when === "before") source.addOtherKey(archive);
    source.grantRead(stack.role("porter", { grantedAs: "arn" }));
    if (when === "after") source.addOtherKey(archive);
    expect(terraformOf(stack).resource.aws_kms_key?.archive?.depends_on).toEqual(["aws_iam_role.porter"]);
  });
});

describe("a grant", () => {
  const LIST = "s3:ListBucket";
  const GET = "s3:GetObject s3:GetObjectTagging";
  const PUT = "s3:AbortMultipartUpload s3:PutObject s3:PutObjectTagging";

  test.each<[string, (bucket: EncryptedBucket, stack: TwoAccounts) => void, string[], string[]]>([
    [
      "grantRead",
      (bucket, stack) => bucket.grantRead(stack.role("porter")),
      [`List: ${LIST}`, `Get: ${GET}`],
      ["Decrypt: kms:Decrypt"],
    ],
    [
      "grantWrite",
      (bucket, stack) => bucket.grantWrite(stack.role("porter")),
      [`Put: ${PUT}`],
      ["EncryptAndDecrypt: kms:Decrypt kms:GenerateDataKey"],
    ],
    [
      "grantReadWrite",
      (bucket, stack) => bucket.grantReadWrite(stack.role("porter")),
      [`List: ${LIST}`, `Get: ${GET}`, `Put: ${PUT}`],
      ["EncryptAndDecrypt: kms:Decrypt kms:GenerateDataKey"],
    ],
    [
      "grantDelete",
      (bucket, stack) => bucket.grantDelete(stack.role("porter")),
      ["Delete: s3:DeleteObject"],
      [],
    ],
    ["grant", (bucket, stack) => bucket.grant(stack.role("porter"), ["list"]), [`List: ${LIST}`], []],
  ])("by %s reaches the policies of bucket, key and role", (_, grant, s3, kms) => {
    const stack = new TwoAccounts();
    grant(stack.bucket("source"), stack);
    const { locals } = terraformOf(stack);
    const named = (lines: string[], suffix: string) => lines.map((line) => line.replace(":", `${suffix}:`));
    expect(summary(locals.source_bucket_policy).slice(1)).toEqual(named(s3, "ForPorter"));
    expect(summary(locals.source_key_policy).slice(1)).toEqual(named(kms, "SourceForPorter"));
    expect(summary(locals.porter_identity_policy)).toEqual(named([...s3, ...kms], "Source"));
  });

  test("is one of many in one policy each, of the bucket and of the principal", () => {
    const stack = new TwoAccounts();
    const [source, porter] = [stack.bucket("source"), stack.role("porter")];
    source.grant(porter, ["list"], { prefix: "in/" });
    source.grant(stack.role("analyst"), ["list"]);
    stack.bucket("destination").grant(porter, ["list"]);
    const { locals, resource } = terraformOf(stack);
    expect(summary(locals.source_bucket_policy).slice(1)).toEqual([
      `ListForAnalyst: ${LIST}`,
      `ListForPorter: ${LIST}`,
    ]);
    expect(summary(locals.porter_identity_policy)).toEqual([
      `ListDestination: ${LIST}`,
      `ListSource: ${LIST}`,
    ]);
    expect(Object.keys(resource.aws_s3_bucket_policy ?? {})).toEqual(["source", "destination"]);
    expect(Object.keys(resource.aws_iam_role_policy ?? {})).toEqual(["porter", "analyst"]);
  });

  test("has a prefix that IAM completes at each request, and that Terraform leaves alone", () => {
    const stack = new TwoAccounts();
    stack.bucket("source").grant(stack.role("porter"), ["get"], { prefix: 'home/${aws:username}/"%{x}"/' });
    const { locals } = terraformOf(stack);
    const resource = 'arn:aws:s3:::acme-source/home/$${aws:username}/"%%{x}"/*';
    expect(statement(locals.source_bucket_policy, "GetForPorter")?.Resource).toBe(resource);
    expect(statement(locals.porter_identity_policy, "GetSource")?.Resource).toBe(resource);
  });

  test("to a principal that is named by its ARN makes bucket and key wait for it", () => {
    const stack = new TwoAccounts();
    const source = stack.bucket("source");
    source.grantRead(stack.role("porter", { grantedAs: "arn" }));
    const { locals, resource } = terraformOf(stack);
    expect(statement(locals.source_bucket_policy, "GetForPorter")?.Principal).toEqual({
      AWS: "arn:aws:iam::222222222222:role/porter",
    });
    expect(resource.aws_s3_bucket_policy?.source?.depends_on).toEqual([
      "aws_iam_role.porter",
      "aws_s3_bucket_ownership_controls.source",
    ]);
    expect(resource.aws_kms_key?.source?.depends_on).toEqual(["aws_iam_role.porter"]);
  });

  test("to a principal that is named by its account waits for nothing", () => {
    const stack = new TwoAccounts();
    stack.bucket("source").grantRead(stack.role("porter"));
    expect(terraformOf(stack).resource.aws_kms_key?.source).not.toHaveProperty("depends_on");
  });
});

describe("an error says what to do:", () => {
  const west = (stack: TwoAccounts) =>
    new Account(stack, "west", { accountId: "111111111111", region: "us-west-2" });
  const china = (stack: TwoAccounts) =>
    new Account(stack, "china", { accountId: "333333333333", region: "cn-north-1" });

  test.each<[string, (stack: TwoAccounts) => void, string]>([
    [
      "a malformed name",
      (stack) => stack.bucket("source", { bucketName: "Acme" }),
      'test/source: bucketName "Acme" can contain only lowercase letters, digits, "." and "-", found "A"',
    ],
    [
      "a malformed prefix",
      (stack) => stack.bucket("source").grantRead(stack.role("porter"), { prefix: "in/*" }),
      'test/source: prefix "in/*" must not contain "*" or "?", which are wildcards in a policy; leave them out: a prefix already matches every key that begins with it',
    ],
    [
      "an id that Terraform does not take",
      (stack) => stack.bucket("1 source", { bucketName: "acme-source" }),
      'test/1 source/1 source/policy: id "1 source_key_policy" must begin with a letter and contain only letters, digits, "_" and "-": it becomes a Terraform name',
    ],
    [
      "properties of a key that is another bucket's",
      (stack) => stack.bucket("source", { key: stack.bucket("other"), keyProps: {} }),
      "test/source: keyProps are for the bucket's own key, but the bucket uses test/other; remove key or keyProps",
    ],
    [
      "a key for a bucket without one",
      (stack) => stack.bucket("source", { encryption: "AES256", key: stack.bucket("other") }),
      'test/source: key, keyProps and requireKey need encryption "aws:kms", received "AES256"; remove these properties, or remove encryption',
    ],
    [
      "a part of a day",
      (stack) => stack.bucket("source", { abortIncompleteUploadsAfterDays: 0.5 }),
      "test/source: abortIncompleteUploadsAfterDays must be a whole number, 1 or more; received 0.5",
    ],
    [
      "a lock for no time",
      (stack) => stack.bucket("source", { objectLock: { mode: "governance" } }),
      'test/source: objectLock must have either days or years, such as { mode: "governance", days: 30 }',
    ],
    [
      "a lock for a part of a year",
      (stack) => stack.bucket("source", { objectLock: { mode: "governance", years: 0.5 } }),
      "test/source: objectLock.years must be a whole number, 1 or more; received 0.5",
    ],
    [
      "a lock without versions",
      (stack) => stack.bucket("source", { objectLock: true, versioned: false }),
      "test/source: Object Lock locks versions of objects, so objectLock needs versioned; remove versioned: false",
    ],
    [
      "locked objects that are to be deleted",
      (stack) => stack.bucket("source", { objectLock: { mode: "compliance", days: 1 }, forceDestroy: true }),
      'test/source: forceDestroy deletes the objects when Terraform destroys the bucket, but nobody can delete objects that are locked in compliance mode; remove forceDestroy, or use mode "governance"',
    ],
    [
      "that it is destroyed and kept",
      (stack) => stack.bucket("source", { forceDestroy: true, preventDestroy: true }),
      "test/source: forceDestroy deletes the objects when Terraform destroys the bucket, and preventDestroy keeps Terraform from destroying it; remove one of the two",
    ],
    [
      "properties of a key for a bucket without one",
      (stack) => stack.bucket("source", { encryption: "AES256", keyProps: {} }),
      'test/source: key, keyProps and requireKey need encryption "aws:kms", received "AES256"; remove these properties, or remove encryption',
    ],
    [
      "a key required where there is none",
      (stack) => stack.bucket("source", { encryption: "AES256", requireKey: true }),
      'test/source: key, keyProps and requireKey need encryption "aws:kms", received "AES256"; remove these properties, or remove encryption',
    ],
    [
      "the key of a bucket that has none",
      (stack) => stack.bucket("source", { key: stack.bucket("plain", { encryption: "AES256" }) }),
      "test/source: test/plain is encrypted with AES256 and has no KMS key; name a bucket or key that has one",
    ],
    [
      "a key of another region",
      (stack) => stack.bucket("source", { account: west(stack), key: stack.bucket("east") }),
      "test/source is in us-west-2 but its key test/east/east is in us-east-1; S3 can only use keys in the bucket's region, so give the bucket a key in us-west-2",
    ],
    [
      "another key of another region",
      (stack) => stack.bucket("source", { account: west(stack) }).addOtherKey(stack.bucket("east")),
      "test/source is in us-west-2 but its key test/east/east is in us-east-1; S3 can only use keys in the bucket's region, so give the bucket a key in us-west-2",
    ],
    [
      "a principal of another stack",
      (stack) => stack.bucket("source").grantRead(new TwoAccounts("other").role("porter")),
      "test/source and other/porter are in different stacks; policies on both sides must be applied together, so put both into one stack",
    ],
    [
      "a key of another stack",
      (stack) => stack.bucket("source", { key: new TwoAccounts("other").bucket("lender") }),
      "test/source and other/lender/lender are in different stacks; policies on both sides must be applied together, so put both into one stack",
    ],
    [
      "a principal of another partition",
      (stack) => stack.bucket("source").grantRead(stack.role("porter", { account: china(stack) })),
      "test/source is in partition aws and test/porter in aws-cn; AWS does not allow access across partitions, so use a separate stack for each",
    ],
    [
      "the whole of the bucket's own account",
      (stack) => stack.bucket("source").grantRead(new AccessAccount(stack, "own", { account: stack.a })),
      "test/own is the account that owns test/source; its roles and users need only identity policies, so grant access to one of them instead",
    ],
    [
      "no permission",
      (stack) => stack.bucket("source").grant(stack.role("porter"), []),
      'test/source: permissions is empty; name one or more, such as "list" or "get"',
    ],
    [
      "a principal that is none, in an app whose types are not checked",
      (stack) =>
        stack.bucket("source").grantRead("arn:aws:iam::222222222222:role/etl" as unknown as AccessRole),
      'test/source: grants and replications are for constructs of s3porter, such as AccessRole and EncryptedBucket; received "arn:aws:iam::222222222222:role/etl". For what exists already, there are AccessRole.fromRoleName, AccessUser.fromUserName and EncryptedBucket.fromBucketName',
    ],
    [
      "a destination that is none, in an app whose types are not checked",
      (stack) => stack.bucket("source").replicateTo(stack.a as unknown as EncryptedBucket),
      "test/source: grants and replications are for constructs of s3porter, such as AccessRole and EncryptedBucket; received an object of the class Account. For what exists already, there are AccessRole.fromRoleName, AccessUser.fromUserName and EncryptedBucket.fromBucketName",
    ],
    [
      "a permission that there is not, in an app whose types are not checked",
      (stack) => stack.bucket("source").grant(stack.role("porter"), ["read" as "get"]),
      'test/source: unknown permission "read"; allowed are list, get, put, delete, locate, list_uploads, list_versions, get_version, delete_version, get_annotations, put_annotations, initiate_replication, generate_manifest and update_encryption; what a topology calls read, write and read_write is grantRead(), grantWrite() and grantReadWrite()',
    ],
  ])("%s", (_, build, message) => {
    const stack = new TwoAccounts();
    expect(() => build(stack)).toThrow(new Error(message));
  });
});

test("a bucket denies SSE-C and old versions of TLS", () => {
  const stack = new TwoAccounts();
  stack.bucket("source", { denySseC: true, minimumTls: "1.3" });
  expect(terraformOf(stack).locals.source_bucket_policy?.Statement.map(({ Sid }) => Sid)).toEqual([
    "DenyInsecureTransport",
    "DenyOldTls",
    "DenyCustomerProvidedKey",
  ]);
});

test("limits that contradict themselves or name nothing are refused", () => {
  const stack = new TwoAccounts();
  expect(() => stack.bucket("one", { requireKey: true, denySseC: false })).toThrow(
    "denySseC is false, but requireKey denies SSE-C, too; remove denySseC, or remove requireKey",
  );
  expect(() => stack.bucket("two", { minimumTls: "1.1" })).toThrow('must be "1.2" or "1.3"');
});

test("a bucket is restricted to networks and an organization, except for a principal and a role", () => {
  const stack = new TwoAccounts();
  const porter = stack.role("porter");
  const lake = stack.bucket("lake", {
    restrictTo: {
      organizationId: "o-abcde12345",
      vpcEndpointIds: ["vpce-0123456789abcdef0"],
      except: [porter, "arn:aws:iam::111111111111:role/Deployer"],
    },
  });
  lake.grantRead(porter);
  lake.deny(stack.role("intern"));
  const { locals } = terraformOf(stack);
  expect(locals.lake_bucket_policy?.Statement.map(({ Sid }) => Sid).slice(1, 5)).toEqual([
    "DenyListingFromOtherNetworks",
    "DenyObjectsFromOtherNetworks",
    "DenyOtherOrganizations",
    "DenyPrincipals",
  ]);
  expect(locals.lake_key_policy?.Statement.map(({ Sid }) => Sid).slice(1, 3)).toEqual([
    "DenyOtherOrganizationsLake",
    "DenyPrincipalsLake",
  ]);
  expect(modelOf(stack).buckets[0]).toMatchObject({
    restrictions: {
      organizationId: "o-abcde12345",
      vpcEndpointIds: ["vpce-0123456789abcdef0"],
      sourceIps: [],
      except: [porter.principalArn, "arn:aws:iam::111111111111:role/Deployer"],
    },
    denied: [{ name: "intern" }],
  });
});

test.each<[EncryptedBucketProps["restrictTo"], string]>([
  [{}, "restrictTo needs organizationId, vpcEndpointIds or sourceIps, received none"],
  [
    { vpcEndpointIds: ["vpce-0123456789abcdef0"] },
    "restrictTo needs except with networks, because Terraform reads",
  ],
  [{ vpcEndpointIds: ["vpce-x"], except: [] }, "must be the id of a VPC endpoint"],
  [{ sourceIps: ["10.0.0.0/8"], except: [] }, "is private"],
  [{ organizationId: "acme" }, "must be the id of an organization"],
  [{ sourceIps: ["203.0.113.0/24"], except: ["Deployer"] }, "must be the ARN of a role or user"],
])("restrictTo %j is refused", (restrictTo, message) => {
  expect(() => new TwoAccounts().bucket("lake", { restrictTo })).toThrow(message);
});

test("a whole account is neither excepted nor denied, and nobody is granted and denied", () => {
  const stack = new TwoAccounts();
  const partner = new AccessAccount(stack, "partner", { account: stack.b });
  const [porter, intern] = [stack.role("porter"), stack.role("intern")];
  expect(() =>
    stack.bucket("one", { restrictTo: { sourceIps: ["203.0.113.0/24"], except: [partner] } }),
  ).toThrow("except cannot name");
  const lake = stack.bucket("lake");
  expect(() => lake.deny(partner)).toThrow("which is a whole account; an account has no access unless");
  lake.grantRead(porter);
  expect(() => lake.deny(porter)).toThrow("is granted access and is denied");
  lake.deny(intern);
  lake.deny(intern);
  expect(() => lake.grantRead(intern)).toThrow("is granted access and is denied");
  expect(lake.model.denied).toHaveLength(1);
});
