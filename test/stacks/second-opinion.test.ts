/**
 * What each stack's principals can do, judged by an IAM engine that is not ours: the calls that the job takes are
 * allowed, and what nobody asked for is not.
 */
import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyDocument } from "../../src/policy/document";

type Context = Record<string, string>;

interface Call {
  readonly by: string;
  readonly identity?: string;
  readonly action: string;
  readonly on: string;
  /** The local value that holds the policy of the bucket or key. */
  readonly resourcePolicy: string;
  readonly owner: string;
  readonly context?: Context;
}

const A = "111111111111";
const B = "222222222222";
const C = "333333333333";

/** The engine drops this key from every request, so another takes its place in the policies and in the request. */
const ENCRYPTION_CONTEXT = "kms:EncryptionContext:aws:s3:arn";
const SURROGATE = "aws:PrincipalTag/encryption-context";

function keyArn(owner: string, region: string, name: string): string {
  return `arn:aws:kms:${region}:${owner}:key/00000000-0000-0000-0000-${Buffer.from(name).toString("hex").slice(0, 12).padEnd(12, "0")}`;
}

/** The policies of a stack, with ARNs for its keys. */
function policiesOf(
  stack: string,
  keys: Readonly<Record<string, string>>,
): Readonly<Record<string, PolicyDocument>> {
  const golden = readFileSync(join(__dirname, "../golden", `${stack}.tf.json`), "utf8");
  const text = golden.replaceAll(/\$\{aws_kms_key\.(\w+)\.arn\}/g, (_, name: string) => keys[name] ?? name);
  return (
    JSON.parse(text.replaceAll(ENCRYPTION_CONTEXT, SURROGATE)) as { locals: Record<string, PolicyDocument> }
  ).locals;
}

async function isAllowed(policies: Readonly<Record<string, PolicyDocument>>, call: Call): Promise<boolean> {
  const accountId = call.by.split(":")[4] ?? "";
  const identity = call.identity === undefined ? undefined : policies[call.identity];
  const context: Context = {
    "aws:SecureTransport": "true",
    "aws:PrincipalArn": call.by,
    "aws:PrincipalAccount": accountId,
    "aws:ResourceAccount": call.owner,
    ...call.context,
  };
  const simulation: Simulation = {
    request: {
      principal: call.by,
      action: call.action,
      resource: { resource: call.on, accountId: call.owner },
      contextVariables: Object.fromEntries(
        Object.entries(context).map(([key, value]) => [key === ENCRYPTION_CONTEXT ? SURROGATE : key, value]),
      ),
    },
    identityPolicies: identity ? [{ name: call.identity ?? "", policy: identity }] : [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: policies[call.resourcePolicy],
  };
  const result = await runSimulation(simulation, {});
  if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
  if (result.resultType !== "single") throw new Error(`unexpected result ${result.resultType}`);
  expect(result.result.ignoredContextKeys ?? []).toEqual([]);
  return result.overallResult === "Allowed";
}

const throughS3 = (region: string, arn: string): Context => ({
  "kms:ViaService": `s3.${region}.amazonaws.com`,
  [ENCRYPTION_CONTEXT]: arn,
});

interface Scenario {
  readonly stack: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly allowed: readonly Call[];
  readonly denied: readonly Call[];
}

function s3(
  by: string,
  identity: string,
  bucket: string,
  name: string,
  owner: string,
  ...actions: string[]
): Call[] {
  return actions.map((action) => ({
    by,
    identity,
    action,
    on: action === "s3:ListBucket" ? `arn:aws:s3:::${name}` : `arn:aws:s3:::${name}/a/b`,
    resourcePolicy: `${bucket}_bucket_policy`,
    owner,
  }));
}

/** For an object with a data key of its own, and for one that shares that of its bucket. */
function kms(
  by: string,
  identity: string,
  key: string,
  arn: string,
  bucket: string,
  ...actions: string[]
): Call[] {
  const [, , , region = "", owner = ""] = arn.split(":");
  return actions.flatMap((action) =>
    [`arn:aws:s3:::${bucket}/a/b`, `arn:aws:s3:::${bucket}`].map((encrypted) => ({
      by,
      identity,
      action,
      on: arn,
      resourcePolicy: `${key}_key_policy`,
      owner,
      context: throughS3(region, encrypted),
    })),
  );
}

function scenarios(): Scenario[] {
  const porter = `arn:aws:iam::${B}:role/S3Porter`;
  const sibling = `arn:aws:iam::${B}:role/Sibling`;
  const stranger = `arn:aws:iam::${C}:role/Stranger`;
  const user = `arn:aws:iam::${B}:user/sync_user`;
  const [sourceKey, archiveKey, destinationKey] = ["source", "archive", "destination"].map((name) =>
    keyArn(name === "destination" ? B : A, "us-east-1", name),
  ) as [string, string, string];
  const role = (by: string) => ({
    read: s3(
      by,
      "porter_identity_policy",
      "source",
      "acme-source",
      A,
      "s3:ListBucket",
      "s3:GetObject",
      "s3:GetObjectTagging",
    ),
    decrypt: kms(by, "porter_identity_policy", "source", sourceKey, "acme-source", "kms:Decrypt"),
  });
  const copy: Scenario = {
    stack: "copy-with-role",
    keys: { source: sourceKey, destination: destinationKey },
    allowed: [
      ...role(porter).read,
      ...role(porter).decrypt,
      ...s3(
        porter,
        "porter_identity_policy",
        "destination",
        "acme-destination",
        B,
        "s3:PutObject",
        "s3:PutObjectTagging",
        "s3:AbortMultipartUpload",
      ),
      ...kms(
        porter,
        "porter_identity_policy",
        "destination",
        destinationKey,
        "acme-destination",
        "kms:GenerateDataKey",
        "kms:Decrypt",
      ),
    ],
    denied: [
      ...role(sibling).read,
      ...role(sibling).decrypt,
      ...role(stranger).read,
      ...role(stranger).decrypt,
      ...role(porter).read.map((call) => ({ ...call, context: { "aws:SecureTransport": "false" } })),
      ...s3(porter, "porter_identity_policy", "source", "acme-source", A, "s3:PutObject", "s3:DeleteObject"),
      ...s3(
        porter,
        "porter_identity_policy",
        "destination",
        "acme-destination",
        B,
        "s3:GetObject",
        "s3:DeleteObject",
      ),
      ...kms(
        porter,
        "porter_identity_policy",
        "source",
        sourceKey,
        "acme-source",
        "kms:GenerateDataKey",
        "kms:Encrypt",
      ),
      ...kms(porter, "porter_identity_policy", "source", sourceKey, "acme-other", "kms:Decrypt"),
      ...role(porter).decrypt.map((call) => ({
        ...call,
        context: { [ENCRYPTION_CONTEXT]: "arn:aws:s3:::acme-source" },
      })),
    ],
  };
  const borrowed: Scenario = {
    stack: "copy-with-user",
    keys: { source: sourceKey, archive: archiveKey },
    allowed: [
      ...s3(
        user,
        "sync_identity_policy",
        "source",
        "acme-sync-source",
        A,
        "s3:ListBucket",
        "s3:GetObject",
        "s3:GetObjectTagging",
      ),
      ...s3(
        user,
        "sync_identity_policy",
        "destination",
        "acme-sync-destination",
        B,
        "s3:ListBucket",
        "s3:PutObject",
      ),
      ...s3(user, "sync_identity_policy", "destination", "acme-sync-destination", B, "s3:PutObject").map(
        (call) => ({
          ...call,
          context: sse("aws:kms", sourceKey),
        }),
      ),
      ...kms(user, "sync_identity_policy", "source", sourceKey, "acme-sync-source", "kms:Decrypt"),
      ...kms(user, "sync_identity_policy", "archive", archiveKey, "acme-sync-source", "kms:Decrypt"),
      ...kms(
        user,
        "sync_identity_policy",
        "source",
        sourceKey,
        "acme-sync-destination",
        "kms:GenerateDataKey",
        "kms:Decrypt",
      ),
    ],
    denied: [
      ...[
        sse("aws:kms", archiveKey),
        sse("aws:kms"),
        sse("AES256"),
        sse("aws:kms:dsse", sourceKey),
        { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" },
      ].flatMap((context) =>
        s3(user, "sync_identity_policy", "destination", "acme-sync-destination", B, "s3:PutObject").map(
          (call) => ({ ...call, context }),
        ),
      ),
      ...kms(user, "sync_identity_policy", "source", sourceKey, "acme-sync-source", "kms:GenerateDataKey"),
      ...kms(
        user,
        "sync_identity_policy",
        "archive",
        archiveKey,
        "acme-sync-destination",
        "kms:GenerateDataKey",
      ),
    ],
  };
  const sharedKey = keyArn(A, "us-east-1", "shared");
  const readWrite = (by: string, name: string, bucket: string) => [
    ...s3(
      by,
      `${name}_identity_policy`,
      "shared",
      bucket,
      A,
      "s3:ListBucket",
      "s3:GetObject",
      "s3:PutObject",
    ),
    ...kms(by, `${name}_identity_policy`, "shared", sharedKey, bucket, "kms:Decrypt", "kms:GenerateDataKey"),
  ];
  const withAccount: Scenario = {
    stack: "shared-with-account",
    keys: { shared: sharedKey },
    allowed: [
      ...readWrite(`arn:aws:iam::${A}:user/Ann`, "ann", "acme-shared-account-a"),
      ...readWrite(`arn:aws:iam::${B}:user/Dilip`, "dilip", "acme-shared-account-a"),
      ...readWrite(sibling, "partner", "acme-shared-account-a"),
    ],
    denied: [
      ...readWrite(stranger, "partner", "acme-shared-account-a"),
      ...readWrite(sibling, "none", "acme-shared-account-a"),
    ],
  };
  const withPrincipals: Scenario = {
    stack: "shared-with-principals",
    keys: { shared: sharedKey },
    allowed: [
      ...readWrite(`arn:aws:iam::${B}:role/S3Uploader`, "uploader", "acme-shared-roles"),
      ...readWrite(`arn:aws:iam::${B}:role/Analyst`, "analyst", "acme-shared-roles"),
    ],
    denied: [
      ...readWrite(sibling, "analyst", "acme-shared-roles"),
      ...readWrite(stranger, "analyst", "acme-shared-roles"),
    ],
  };
  const replicator = `arn:aws:iam::${A}:role/acme-replication`;
  const replicaKey = keyArn(B, "eu-west-1", "destination");
  const from = "acme-replication-source";
  const to = "acme-replication-destination";
  const identity = "source_replication_identity_policy";
  const replication: Scenario = {
    stack: "replication",
    keys: { source: sourceKey, destination: replicaKey },
    allowed: [
      ...s3(
        replicator,
        identity,
        "source",
        from,
        A,
        "s3:ListBucket",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
      ),
      ...s3(
        replicator,
        identity,
        "destination",
        to,
        B,
        "s3:ReplicateObject",
        "s3:ReplicateTags",
        "s3:ReplicateDelete",
      ),
      ...kms(replicator, identity, "source", sourceKey, from, "kms:Decrypt"),
      ...kms(
        replicator,
        identity,
        "destination",
        replicaKey,
        to,
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:Decrypt",
      ),
    ],
    denied: [
      ...s3(
        replicator,
        identity,
        "destination",
        to,
        B,
        "s3:PutObject",
        "s3:GetObject",
        "s3:DeleteObject",
        "s3:ObjectOwnerOverrideToBucketOwner",
      ),
      ...s3(replicator, identity, "source", from, A, "s3:PutObject", "s3:DeleteObject"),
      ...s3(`arn:aws:iam::${A}:role/Sibling`, identity, "destination", to, B, "s3:ReplicateObject"),
      ...kms(replicator, identity, "source", sourceKey, from, "kms:Encrypt", "kms:GenerateDataKey"),
    ],
  };
  return [copy, borrowed, withAccount, withPrincipals, replication];
}

function sse(algorithm: string, key?: string): Context {
  return {
    "s3:x-amz-server-side-encryption": algorithm,
    ...(key && { "s3:x-amz-server-side-encryption-aws-kms-key-id": key }),
  };
}

const describeCall = ({ by, action, on, context = {} }: Call) =>
  [by.slice(by.lastIndexOf(":") + 1), action, on, ...Object.values(context)].join(" ");

describe.each(scenarios())("$stack", ({ stack, keys, allowed, denied }) => {
  const policies = policiesOf(stack, keys);

  test("allows every call of the job", async () => {
    const verdicts = await Promise.all(
      allowed.map(async (call) => [describeCall(call), await isAllowed(policies, call)]),
    );
    expect(verdicts.filter(([, verdict]) => !verdict)).toEqual([]);
  });

  test("allows nothing else that was tried", async () => {
    const verdicts = await Promise.all(
      denied.map(async (call) => [describeCall(call), await isAllowed(policies, call)]),
    );
    expect(verdicts.filter(([, verdict]) => verdict)).toEqual([]);
  });
});
