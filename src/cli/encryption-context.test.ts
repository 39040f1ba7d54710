/** What check says of keys that are limited by the encryption context, with and without a Bucket Key. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { KEY_ARN, rawState, resource } from "../../test/fixtures/raw-state";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { checkCommand } from "./check-command";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

type Json = Readonly<Record<string, unknown>>;

const BUCKET = "arn:aws:s3:::acme-data";
const ETL = { AWS: "arn:aws:iam::222222222222:role/etl" };
const OF_S3 = {
  Effect: "Allow",
  Action: [
    "s3:AbortMultipartUpload",
    "s3:GetObject",
    "s3:GetObjectTagging",
    "s3:ListBucket",
    "s3:PutObject",
    "s3:PutObjectTagging",
  ],
  Resource: [BUCKET, `${BUCKET}/*`],
};
const OF_KMS = { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"] };
const ROOT = {
  Effect: "Allow",
  Action: "kms:*",
  Principal: { AWS: "arn:aws:iam::111111111111:root" },
  Resource: "*",
};
const policyOf = (...Statement: readonly Json[]) => JSON.stringify({ Version: "2012-10-17", Statement });

type Where = "the key policy" | "the identity policy" | "a Deny of the key policy";

interface Case {
  readonly bucketKey: boolean;
  readonly where: Where;
  readonly operator: string;
  readonly context: string | readonly string[];
}

/** What the role etl can do, and the checks with flaws. */
async function check({ bucketKey, where, operator, context }: Case) {
  const Condition = { [operator]: { "kms:EncryptionContext:aws:s3:arn": context } };
  const key = { ...OF_KMS, Principal: ETL, Resource: "*", ...(where === "the key policy" && { Condition }) };
  const deny = { ...OF_KMS, Effect: "Deny", Principal: "*", Resource: "*", Condition };
  const { resources, ...rest } = rawState({
    keyPolicy: policyOf(ROOT, key, ...(where === "a Deny of the key policy" ? [deny] : [])),
    bucketPolicy: policyOf({ ...OF_S3, Principal: ETL }),
  }) as { readonly resources: readonly { readonly type: string }[] };
  const changed = [
    resource("aws_s3_bucket_server_side_encryption_configuration", "data", "source", {
      bucket: "acme-data",
      rule: [
        {
          bucket_key_enabled: bucketKey,
          apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms", kms_master_key_id: KEY_ARN }],
        },
      ],
    }),
    resource("aws_iam_role_policy", "etl", "destination", {
      name: "read",
      role: "etl",
      policy: policyOf(OF_S3, {
        ...OF_KMS,
        Resource: KEY_ARN,
        ...(where === "the identity policy" && { Condition }),
      }),
    }),
  ];
  const types = changed.map(({ type }) => type);
  const kept = resources.filter(({ type }) => !types.includes(type));
  const path = join(folder, "terraform.tfstate");
  writeFileSync(path, JSON.stringify({ ...rest, resources: [...kept, ...changed] }));
  const { text = "" } = await checkCommand(path, { colour: false });
  const flat = text.replaceAll(/\s+/g, " ");
  const [, can] =
    /role etl of account 222222222222 acme-data (.*?)( Why | What | Not read|$)/.exec(flat) ?? [];
  const flaws = [...flat.matchAll(/\[([a-z-]+)\]/g)].map(([, id]) => id);
  return { can, flaws: [...new Set(flaws)].sort() };
}

const NOTHING_WRONG: readonly string[] = [];
const ALL = "can list, get, put";
const NONE = "can list; only in part: get, put";
const HALF = ["encryption-context", "half-granted"];
const IN = "can list, get in/*, put in/*; can do some of get, put";
const NOT_SECRET = "can list, get, put; except get, put secret/*";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html#bucket-key-changes */
describe.each<Where>(["the key policy", "the identity policy"])("a condition of %s", (where) => {
  test.each<[boolean, string, string | readonly string[], string, readonly string[]]>([
    [true, "StringEquals", BUCKET, ALL, NOTHING_WRONG],
    [true, "StringLike", BUCKET, ALL, NOTHING_WRONG],
    [true, "StringEquals", `${BUCKET}/*`, NONE, [...HALF, "wildcards-need-like"]],
    [true, "StringLike", `${BUCKET}/*`, NONE, HALF],
    [true, "StringLike", `${BUCKET}/in/*`, NONE, HALF],
    [true, "StringLike", [BUCKET, `${BUCKET}/*`], ALL, NOTHING_WRONG],
    [true, "StringNotLike", `${BUCKET}/secret/*`, ALL, ["encryption-context"]],
    [false, "StringEquals", BUCKET, NONE, HALF],
    [false, "StringLike", BUCKET, NONE, HALF],
    [false, "StringEquals", `${BUCKET}/*`, NONE, ["half-granted", "wildcards-need-like"]],
    [false, "StringLike", `${BUCKET}/*`, ALL, NOTHING_WRONG],
    [false, "StringLike", `${BUCKET}/in/*`, IN, NOTHING_WRONG],
    [false, "StringLike", [BUCKET, `${BUCKET}/in/*`], IN, NOTHING_WRONG],
    [false, "StringNotLike", `${BUCKET}/secret/*`, NOT_SECRET, NOTHING_WRONG],
  ])("with a Bucket Key %s: %s %j", async (bucketKey, operator, context, can, flaws) => {
    expect(await check({ bucketKey, where, operator, context })).toEqual({ can, flaws });
  });
});

test.each<[boolean, string, string, readonly string[]]>([
  [true, `${BUCKET}/secret/*`, ALL, ["encryption-context"]],
  [false, `${BUCKET}/secret/*`, NOT_SECRET, NOTHING_WRONG],
])("a Deny of some objects, with a Bucket Key %s", async (bucketKey, context, can, flaws) => {
  const asked = { bucketKey, where: "a Deny of the key policy", operator: "StringLike", context } as const;
  expect(await check(asked)).toEqual({ can, flaws });
});
