/**
 * The shape of a topology file. What its parts have to do with each other is checked in `rules/`.
 * Names and vocabulary are those of AWS and Terraform, in `snake_case`.
 */
import { z } from "zod";
import { accountIdProblem } from "../aws/account-id";
import { policyArnProblem, roleArnProblem, trustedPrincipalProblem } from "../aws/arn";
import { bucketNameProblem } from "../aws/bucket-name";
import { externalIdProblem, iamNameProblem, iamPathProblem } from "../aws/iam-name";
import { keyAliasProblem } from "../aws/key-alias";
import { literalPrefixProblem, objectPrefixProblem } from "../aws/object-prefix";
import { regionProblem } from "../aws/region";
import { LEVELS } from "./levels";

/** A mapping that has no other keys; the message of the issue lists those that it may have. */
function mapping<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, { error: ({ code }) => (code === "unrecognized_keys" ? keys : undefined) });
}

function text(problemOf: (value: string) => string | undefined) {
  return z.string().check(({ value, issues }) => {
    const message = problemOf(value);
    if (message !== undefined) issues.push({ code: "custom", input: value, message });
  });
}

function record<Value extends z.ZodType>(value: Value) {
  return z
    .record(z.string(), value)
    .refine((entries) => Object.keys(entries).length > 0, "must have an entry");
}

const nonEmpty = z.string().min(1);
const name = z.string();
const tags = z.record(z.string(), z.string());

const backend = mapping({
  /** State in a file of this machine; `path` is seen from the stack's folder in `cdktf.out`. */
  local: mapping({ path: nonEmpty.optional() }).optional(),
  /** State in an S3 bucket, with a lock file. */
  s3: mapping({
    bucket: text(bucketNameProblem),
    region: text(regionProblem),
    /** @default "s3porter/<stack>.tfstate" */
    key: nonEmpty.optional(),
    profile: nonEmpty.optional(),
    kms_key_id: nonEmpty.optional(),
  }).optional(),
  /** State in HCP Terraform. */
  cloud: mapping({ organization: nonEmpty, workspace: nonEmpty, hostname: nonEmpty.optional() }).optional(),
});

const url = z.url({ protocol: /^https?$/ });

const account = mapping({
  /** Twelve digits, in quotes: YAML reads them as a number otherwise, which loses leading zeros. */
  id: text(accountIdProblem),
  /** Such as `us-east-1`. */
  region: text(regionProblem),
  /** @default - the partition of the region */
  partition: z.enum(["aws", "aws-cn", "aws-us-gov", "aws-eusc"]).optional(),
  /** A profile of `~/.aws/config`. @default - credentials from the environment */
  profile: nonEmpty.optional(),
  /** A role that the deployment assumes. @default - none */
  assume_role: mapping({
    role_arn: text(roleArnProblem),
    external_id: text(externalIdProblem).optional(),
    session_name: nonEmpty.optional(),
  }).optional(),
  /** URLs of an emulator or of VPC endpoints. @default - the public endpoints */
  endpoints: mapping({
    iam: url.optional(),
    kms: url.optional(),
    s3: url.optional(),
    sts: url.optional(),
  }).optional(),
  /** Tags for everything in the account. @default - none */
  default_tags: tags.optional(),
});

const keyFields = {
  /** With `alias/` before it. @default - `alias/` and the name of the bucket or key */
  alias: text(keyAliasProblem).optional(),
  /** @default - a sentence that names the bucket or key */
  description: z.string().min(1).max(8192).optional(),
  /** Days, from 7 to 30. @default 30 */
  deletion_window_in_days: z.int().min(7).max(30).optional(),
  /** @default - none */
  tags: tags.optional(),
};

const bucket = mapping({
  /** The name of an account of this file. */
  account: name,
  /** The bucket's name, unique in all of AWS. */
  name: text(bucketNameProblem),
  /** `AES256` is SSE-S3, without a KMS key. @default "aws:kms" */
  encryption: z.enum(["aws:kms", "AES256"]).optional(),
  /** The name of another bucket or of a key, or what the bucket's own key is like. @default - a key of its own */
  key: z.union([name, mapping(keyFields)]).optional(),
  /** Buckets or keys whose keys some of the objects are encrypted with besides the default. @default - none */
  other_keys: z.array(name).min(1).optional(),
  /** @default true */
  bucket_key_enabled: z.boolean().optional(),
  /** Whether uploads that ask for another key or encryption are denied. @default false */
  require_key: z.boolean().optional(),
  /** @default - where replication needs it */
  versioning: z.boolean().optional(),
  /** Whether `destroy` deletes the objects too. @default false */
  force_destroy: z.boolean().optional(),
  /** @default - none */
  tags: tags.optional(),
});

const principal = mapping({
  /** The name of an account of this file. */
  account: name,
  /** The role's name. One of `role`, `user` and `entire_account` is required. */
  role: text(iamNameProblem).optional(),
  /** The user's name. */
  user: text(iamNameProblem).optional(),
  /** Access for whomever the account's administrators choose. */
  entire_account: z.literal(true).optional(),
  /** Whether the role or user is there already, and only gets a policy. @default false */
  existing: z.boolean().optional(),
  /** @default "/" */
  path: text(iamPathProblem).optional(),
  /** ARNs and services that may assume a new role. */
  assumed_by: z.array(text(trustedPrincipalProblem)).min(1).optional(),
  /** What a third party must state to assume a new role. @default - nothing */
  external_id: text(externalIdProblem).optional(),
  /** The ARN of a policy that caps a new role or user. @default - none */
  permissions_boundary: text(policyArnProblem).optional(),
  /** How policies of other accounts name it, see `ExistingPrincipalProps.grantedAs`. @default "account" */
  granted_as: z.enum(["account", "arn"]).optional(),
});

const level = z.enum(LEVELS);

const access = mapping({
  /** The name of a principal of this file. */
  principal: name,
  /** The name of a bucket of this file. */
  bucket: name,
  /** `read` is `list` and `get`, `write` is `put`, `read_write` is all three; or several of them in a list. */
  allow: z.union([level, z.array(level).min(1)]),
  /** Only objects whose key begins with this. @default - every object */
  prefix: text(objectPrefixProblem).optional(),
});

const replication = mapping({
  /** The name of the bucket that is replicated. */
  from: name,
  /** The name of the bucket that receives the replicas. */
  to: name,
  /** Only objects whose key begins with this. @default - every object */
  prefix: text(literalPrefixProblem).optional(),
  /** The name of the role that S3 assumes. @default - the name of the `from` bucket and `-replication` */
  role: text(iamNameProblem).optional(),
  /** Whether what is deleted here is deleted there. @default false */
  delete_markers: z.boolean().optional(),
  /** Whether the replica's key is granted for `kms:Encrypt` alone, see `ReplicationProps`. @default false */
  minimal_kms: z.boolean().optional(),
});

/** A topology file, whole. */
export const topologySchema = mapping({
  /** Where the state is kept: one of `local`, `s3` and `cloud`. @default - a file beside `cdktf.json` */
  backend: backend.optional(),
  accounts: record(account),
  /** Keys that belong to no bucket in particular. @default - none */
  keys: z.record(name, mapping({ account: name, ...keyFields })).optional(),
  buckets: record(bucket),
  /** @default - none */
  principals: z.record(name, principal).optional(),
  /** Who may do what to which bucket. @default - nobody anything */
  access: z.array(access).optional(),
  /** Which bucket replicates to which. @default - none */
  replication: z.array(replication).optional(),
});

/** Accounts, buckets and principals, and the edges between them. Defaults are not filled in. */
export type Topology = z.infer<typeof topologySchema>;
