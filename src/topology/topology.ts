/**
 * The format of a topology file. `rules/` checks how its parts fit together. Names are those of AWS and Terraform, in
 * `snake_case`.
 */
import * as z from "zod";
import { accountIdProblem } from "../aws/account-id";
import {
  keyArnProblem,
  policyArnProblem,
  roleArnProblem,
  roleOrUserPatternProblem,
  trustedPrincipalProblem,
} from "../aws/arn";
import { bucketNameProblem } from "../aws/bucket-name";
import { scheduleProblem } from "../aws/data-sync";
import { externalIdProblem, iamNameProblem, iamPathProblem, roleNameProblem } from "../aws/iam-name";
import { organizationPathProblem } from "../aws/organization";
import { permissionSetNameProblem } from "../aws/permission-set";
import { keyAliasProblem } from "../aws/key-alias";
import { issuerProblem } from "../aws/oidc-issuer";
import { sourceIpProblem, vpcEndpointIdProblem } from "../aws/network";
import { organizationIdProblem } from "../aws/organization-id";
import { samlProviderArnProblem } from "../aws/saml";
import { sourceArnProblem } from "../aws/service-source";
import { literalPrefixProblem, objectPrefixProblem } from "../aws/object-prefix";
import { regionProblem } from "../aws/region";
import { terraformNameProblem } from "../aws/terraform-name";
import { tlsVersionProblem } from "../aws/tls-version";
import { topicArnProblem } from "../aws/topic";
import { LEVELS } from "./levels";
import { DATA_SYNC_MODES, STORAGE_CLASSES } from "./model";
import { RETENTION_MODES } from "./object-lock";
import { addedStatements, policyDocument, type PolicyShape } from "./policy-document";

/** A mapping without unknown keys. The message of the issue is the list of allowed keys. */
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
    .refine((entries) => Object.keys(entries).length > 0, "must have at least one entry");
}

/** An entry that looks like a name is looked up later. Every other entry must be an ARN or a service. */
function trustedProblem(value: string): string | undefined {
  if (terraformNameProblem(value) === undefined) return undefined;
  const problem = trustedPrincipalProblem(value);
  return problem?.startsWith("must be") ? `${problem}, or a principal of this file` : problem;
}

/** The name is looked up later. */
function exceptedProblem(value: string): string | undefined {
  return terraformNameProblem(value) === undefined ? undefined : roleOrUserPatternProblem(value);
}

const nonEmpty = z.string().min(1);
const name = z.string();
const tags = z.record(z.string(), z.string());

const backend = mapping({
  /** State in a local file. `path` is relative to the stack's folder in `cdktf.out`. */
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
  /** Twelve digits, in quotes. Without quotes, YAML reads a number and drops leading zeros. */
  id: text(accountIdProblem),
  /**
   * Whether you deploy to the account. If not, the stack has no provider for it and creates nothing there: what its
   * administrators have to attach is handed over to them. @default true
   */
  managed: z.boolean().optional(),
  /** For example `us-east-1`. Required unless `managed` is false and no bucket or key is in the account. */
  region: text(regionProblem).optional(),
  /** @default - the partition of the region */
  partition: z.enum(["aws", "aws-cn", "aws-us-gov", "aws-eusc"]).optional(),
  /** A profile in `~/.aws/config`. @default - the default credentials of the AWS provider */
  profile: nonEmpty.optional(),
  /** A role that the deployment assumes. @default - none */
  assume_role: mapping({
    role_arn: text(roleArnProblem),
    external_id: text(externalIdProblem).optional(),
    session_name: nonEmpty.optional(),
  }).optional(),
  /** URLs of an emulator or of VPC endpoints. @default - the public endpoints */
  endpoints: mapping({
    cloudwatch: url.optional(),
    iam: url.optional(),
    kms: url.optional(),
    s3: url.optional(),
    sts: url.optional(),
  }).optional(),
  /** Tags for every resource in the account. @default - none */
  default_tags: tags.optional(),
});

/** Who changes the policy of a bucket or key that exists already: it has one owner. */
const existingPolicy = z.union([
  /** Its administrators. They get the statements to add. */
  z.literal("handover"),
  mapping({
    /**
     * The policy as it is today: a JSON file, with its path relative to the topology, or the policy itself. The stack owns the
     * policy from now on, keeps these statements, and adds its own.
     */
    merge: z.union([nonEmpty, policyDocument]),
  }),
]);

/**
 * Statements of your own, which the stack adds to the policy: a JSON file with a list of statements or a policy, with its path
 * relative to the topology; or the statements themselves. @default - none
 */
function statements(shape: PolicyShape) {
  return z.union([nonEmpty, addedStatements(shape)]).optional();
}

const keyFields = {
  /** Begins with `alias/`. @default - `alias/` and the name of the bucket or key */
  alias: text(keyAliasProblem).optional(),
  /** @default - a sentence that names the bucket or key */
  description: z.string().min(1).max(8192).optional(),
  /** Days, from 7 to 30. @default 30 */
  deletion_window_in_days: z.int().min(7).max(30).optional(),
  /** Statements of your own for the key policy. @default - none */
  statements: statements("resource"),
  /** @default - none */
  tags: tags.optional(),
};

const key = mapping({
  /** The name of an account in this file. */
  account: name,
  ...keyFields,
  /** Whether Terraform refuses plans that destroy the key. Modules cannot have it. @default true */
  prevent_destroy: z.boolean().optional(),
  /**
   * Whether the key is a multi-Region key, of which other regions can have replicas. It cannot be changed later, and S3 takes such
   * keys as single-Region keys. @default false
   */
  multi_region: z.boolean().optional(),
  /** The name of a key with `multi_region`, in another region of the same account, to create a replica of it. @default - none */
  replica_of: name.optional(),
  /** Whether the key exists already. If so, the stack changes only its policy. @default false */
  existing: z.boolean().optional(),
  /** Whether Terraform imports the policy of an existing key, if it is merged. @default false */
  import: z.boolean().optional(),
  /** The ARN of an existing key, which needs it. @default - none */
  arn: text(keyArnProblem).optional(),
  /** Who changes the policy of an existing key, which needs it. @default - none */
  policy: existingPolicy.optional(),
});

/** Either `days` or `years` is required. */
const retention = mapping({
  /** In `governance` mode, whoever has `s3:BypassGovernanceRetention` can still delete. In `compliance` mode, nobody can. */
  mode: z.enum(RETENTION_MODES),
  days: z.int().min(1).optional(),
  years: z.int().min(1).optional(),
});

/** At least one of `organization`, `vpc_endpoints` and `source_ips` is required. Either kind of network is enough. */
const restriction = mapping({
  /** The id of an organization, in which principals of other accounts must be. @default - any */
  organization: text(organizationIdProblem).optional(),
  /** The ids of VPC endpoints for S3. @default - none, with `source_ips`; otherwise any network */
  vpc_endpoints: z.array(text(vpcEndpointIdProblem)).min(1).optional(),
  /** Ranges of public IP addresses. @default - none, with `vpc_endpoints`; otherwise any network */
  source_ips: z.array(text(sourceIpProblem)).min(1).optional(),
  /**
   * Who is not limited: ARNs of roles and users in the account of the bucket, and principals of this file. Required with
   * networks, because Terraform itself reads the bucket. @default - the role in `assume_role` of the account
   */
  except: z.array(text(exceptedProblem)).optional(),
});

const replicationAlarms = mapping({
  /**
   * The ARN of an SNS topic in the region of the bucket. Alarms of CloudWatch tell it which rules failed to replicate and, with
   * `time_control`, which are late. CloudWatch knows that in the region of the destination: if that is another one, write a list
   * with a topic in each region.
   */
  topic: z.union([text(topicArnProblem), z.array(text(topicArnProblem)).min(1)]),
  /**
   * Whether S3 also tells the topic which objects it failed to replicate, and why. The stack then has all event notifications
   * of the bucket. @default false
   */
  events: z.boolean().optional(),
});

const bucket = mapping({
  /** The name of an account in this file. */
  account: name,
  /**
   * The name of the bucket. Bucket names are unique across all AWS accounts. Only your account can create buckets whose
   * names end with `-<account id>-<region>-an`.
   */
  name: text(bucketNameProblem),
  /** `AES256` is SSE-S3, without a KMS key. @default "aws:kms" */
  encryption: z.enum(["aws:kms", "AES256"]).optional(),
  /**
   * The name of another bucket or of a key, to use that key; or settings for the bucket's own key. @default - a key of
   * its own
   */
  key: z.union([name, mapping(keyFields)]).optional(),
  /**
   * Whether the bucket exists already. If so, the stack changes only its policy and, with `versioning`, its versioning; in an
   * account with `managed: false`, it changes nothing. `key` is then the key that it has: the ARN of the key, or the name of an
   * existing key. @default false
   */
  existing: z.boolean().optional(),
  /**
   * Whether Terraform imports what it manages of an existing bucket: its policy, if it is merged, and its versioning. The first
   * plan then shows what changes in them. They must be there. @default false
   */
  import: z.boolean().optional(),
  /** Who changes the policy of an existing bucket, which needs it. @default - none */
  policy: existingPolicy.optional(),
  /**
   * What becomes of the replication configuration of an existing bucket, which needs this to replicate: `none` says that it has
   * none today, `replace` that Terraform replaces its rules by those of this file. @default - none
   */
  replication: z.enum(["none", "replace"]).optional(),
  /**
   * Whether each plan reads how an existing bucket is configured, with the Cloud Control API, and fails unless its default
   * encryption, Object Ownership, Block Public Access and the versioning that replication needs are as this file says. Whoever runs
   * Terraform needs `cloudformation:GetResource` and the permissions of S3 to read the configuration. `false` takes all of it for
   * granted. @default - true in an account that you deploy to
   */
  check_settings: z.boolean().optional(),
  /** Buckets or keys whose KMS keys encrypt some of the objects, in addition to the default key. @default - none */
  other_keys: z.array(name).min(1).optional(),
  /** @default true */
  bucket_key_enabled: z.boolean().optional(),
  /** Statements of your own for the bucket policy. @default - none */
  statements: statements("resource"),
  /** Whether uploads with another key or encryption are denied. @default false */
  require_key: z.boolean().optional(),
  /** Whether uploads with SSE-C, whose key only the uploader has, are denied. @default - true with `require_key` */
  deny_sse_c: z.boolean().optional(),
  /** The oldest version of TLS that requests can use: `"1.2"` or `"1.3"`. @default - 1.2, which S3 requires anyway */
  minimum_tls: text(tlsVersionProblem).optional(),
  /**
   * Object Lock, which cannot be turned off: how long nobody can delete or overwrite the version of a new object; or `true`,
   * to lock only the objects for which an upload or a replica says so. @default false
   */
  object_lock: z.union([z.boolean(), retention]).optional(),
  /** Who can reach the bucket: everyone else is denied, whatever policies allow. @default - no limit */
  restrict_to: restriction.optional(),
  /** Roles and users of this file that are denied the bucket, whatever policies allow. @default - none */
  deny: z.array(name).min(1).optional(),
  /** @default - enabled if replication or Object Lock needs it */
  versioning: z.boolean().optional(),
  /** Who hears about it when the replication from this bucket fails. @default - nobody */
  replication_alarms: replicationAlarms.optional(),
  /**
   * After how many days S3 aborts multipart uploads that are not complete. S3 keeps one lifecycle configuration for each
   * bucket: leave this out if you have rules of your own. @default - never
   */
  abort_incomplete_uploads_after_days: z.int().min(1).optional(),
  /**
   * Whether Terraform refuses plans that destroy the bucket or its own key. Modules cannot have it. @default - true, unless
   * `force_destroy` is true
   */
  prevent_destroy: z.boolean().optional(),
  /** Whether `destroy` also deletes the objects. @default false */
  force_destroy: z.boolean().optional(),
  /** @default - none */
  tags: tags.optional(),
});

/** Who can assume a role, beyond what one name says. One of `oidc`, `saml` and `service` is required. */
const trusted = mapping({
  /**
   * The issuer of OIDC tokens, such as `token.actions.githubusercontent.com` for GitHub Actions. The role trusts the OIDC
   * provider for it in its own account.
   */
  oidc: text(issuerProblem).optional(),
  /** The `sub` of the tokens, with wildcards where one organization, group or namespace bounds them. Required with `oidc`. */
  subjects: z.array(z.string()).min(1).optional(),
  /**
   * The `aud` of the tokens, or the sign-in URLs of a SAML provider. @default - `sts.amazonaws.com`, `https://<issuer>` for
   * GitLab, `aws.workload.identity` for HCP Terraform, and the sign-in URL of the partition for SAML
   */
  audiences: z.array(nonEmpty).min(1).optional(),
  /** Whether the stack creates the OIDC provider. An account has one for each issuer. @default false */
  create_provider: z.boolean().optional(),
  /** The ARN of a SAML provider in the account of the role. */
  saml: text(samlProviderArnProblem).optional(),
  /** A service, such as `ecs-tasks.amazonaws.com`, with the two conditions that follow. */
  service: z.string().optional(),
  /** The account for which the service assumes the role: a name of this file, or an id. @default - any */
  source_account: z.string().optional(),
  /** The ARN of what the service assumes the role for, with wildcards. @default - any */
  source_arn: text(sourceArnProblem).optional(),
});

const principal = mapping({
  /** The name of an account in this file. Required, except for an organization and a service. */
  account: name.optional(),
  /** The name of the role. One of `role`, `user`, `permission_set`, `entire_account`, `organization` and `service` is required. */
  role: text(roleNameProblem).optional(),
  /** The name of the user. */
  user: text(iamNameProblem).optional(),
  /**
   * The name of a permission set of IAM Identity Center. Grants access to the people who use it in the account. What to put
   * into the permission set is handed over to the administrators of IAM Identity Center.
   */
  permission_set: text(permissionSetNameProblem).optional(),
  /** The region of IAM Identity Center, for a permission set. @default - any */
  region: text(regionProblem).optional(),
  /** Grants access to the whole account. Its administrators decide which of its roles and users get it. */
  entire_account: z.literal(true).optional(),
  /**
   * The id of an organization, such as `o-abcde12345`. Grants access to all its accounts. Their administrators decide which of
   * their roles and users get it.
   */
  organization: text(organizationIdProblem).optional(),
  /**
   * Only accounts in these OUs of the organization. A path ends with `/`, or with `/*` to include the OUs below it.
   * @default - all accounts
   */
  paths: z.array(text(organizationPathProblem)).min(1).optional(),
  /**
   * An AWS service that writes to the bucket or reads from it by itself, such as `cloudtrail`, or its service principal. Needs
   * `for_accounts` or `for_organization`. docs/topology.md lists the services.
   */
  service: z.string().optional(),
  /** The accounts that the service acts for: names of this file, or ids. */
  for_accounts: z.array(z.string()).min(1).optional(),
  /** The id of the organization that the service acts for. */
  for_organization: text(organizationIdProblem).optional(),
  /** The ARNs of the trails, distributions or buckets that the service acts for, with wildcards. @default - all */
  source_arns: z.array(text(sourceArnProblem)).min(1).optional(),
  /**
   * The tags that roles and users of an entire account or an organization must have, or pass to their session, to get the access.
   * Whoever can set these tags there decides who gets it. @default - none
   */
  principal_tags: tags.refine((all) => Object.keys(all).length > 0, "must have at least one tag").optional(),
  /** Whether the role or user already exists. If so, the stack only adds a policy to it. @default false */
  existing: z.boolean().optional(),
  /** @default "/" */
  path: text(iamPathProblem).optional(),
  /**
   * Who can assume a new role: ARNs, services, principals of this file, tokens of an OIDC provider, and people of a SAML
   * provider. Required for a new role.
   */
  assumed_by: z
    .array(z.union([text(trustedProblem), trusted]))
    .min(1)
    .optional(),
  /** The external id that a third party must send to assume a new role. @default - none */
  external_id: text(externalIdProblem).optional(),
  /** Whether users must sign in with MFA to assume a new role. @default false */
  mfa: z.boolean().optional(),
  /** The longest session of a new role, in seconds, from 3600 to 43200. @default 3600 */
  max_session_duration: z.int().min(3600).max(43200).optional(),
  /** The ARN of a policy to use as the permissions boundary of a new role or user. @default - none */
  permissions_boundary: text(policyArnProblem).optional(),
  /** Tags of a new role or user, such as for `${aws:PrincipalTag/team}` in a prefix. @default - none */
  tags: tags.optional(),
  /**
   * The keys of tags that callers can pass when they assume a new role, also in tokens and assertions. They override its
   * tags. @default - none
   */
  session_tags: z.array(z.string()).min(1).optional(),
  /** How policies in other accounts name the principal, see `ExistingPrincipalProps.grantedAs`. @default "account" */
  granted_as: z.enum(["account", "arn"]).optional(),
  /** Statements of your own for the identity policy of a role or user. @default - none */
  statements: statements("identity"),
  /** Statements of your own for the trust policy of a new role. @default - none */
  trust_statements: statements("trust"),
});

const level = z.enum(LEVELS);

const access = mapping({
  /** The name of a principal in this file. */
  principal: name,
  /** The name of a bucket in this file. */
  bucket: name,
  /**
   * `read` is `list` and `get`, `write` is `put`, and `read_write` is all three. A list combines several levels.
   * docs/topology.md lists the clients that need other levels. A service gets everything that it needs with `put` or, if it
   * only reads, with `get`.
   */
  allow: z.union([level, z.array(level).min(1)]),
  /**
   * Only objects whose keys begin with this prefix. Can contain variables that identify the caller, such as
   * `${aws:username}`, see `src/aws/policy-variables.ts`. `locate` and the listing of `list_uploads` always apply to the
   * whole bucket, because AWS cannot limit them. @default - every object
   */
  prefix: text(objectPrefixProblem).optional(),
});

const replication = mapping({
  /** The name of the bucket to replicate. */
  from: name,
  /** The name of the bucket that receives the replicas. */
  to: name,
  /** Only objects whose keys begin with this prefix. For several prefixes, write one entry each. @default - every object */
  prefix: text(literalPrefixProblem).optional(),
  /** The name of the role that S3 assumes. @default - the name of the `from` bucket, followed by `-replication` */
  role: text(roleNameProblem).optional(),
  /** Only objects with all of these tags. @default - with any tags or none */
  tags: tags.optional(),
  /** The rule that applies to objects of several rules with the same ends is that with the highest. @default - the rules may not overlap */
  priority: z.int().min(1).max(1_000_000).optional(),
  /**
   * The name of a key, or of a bucket, whose key encrypts the replicas: one of `other_keys` of the `to` bucket.
   * @default - the key of the `to` bucket
   */
  key: name.optional(),
  /** Whether delete markers are replicated. S3 does not offer it with `tags`. @default false */
  delete_markers: z.boolean().optional(),
  /** The storage class of the replicas. @default - that of the objects */
  storage_class: z.enum(STORAGE_CLASSES).optional(),
  /** Whether changes of the tags of replicas that `from` holds are replicated too, for two-way replication. @default false */
  replica_modifications: z.boolean().optional(),
  /** Whether S3 publishes metrics and events, which CloudWatch charges for. @default true */
  metrics: z.boolean().optional(),
  /** Whether S3 replicates within 15 minutes, which it charges for. @default false */
  time_control: z.boolean().optional(),
  /** Whether the rule replicates now. @default true */
  enabled: z.boolean().optional(),
  /** Whether the role gets only `kms:Encrypt` on the key of the replicas, see `ReplicationProps`. @default false */
  minimal_kms: z.boolean().optional(),
});

const dataSyncTask = mapping({
  /** The name of the bucket to copy from. */
  from: name,
  /** The name of the bucket to copy to, in the same Region. */
  to: name,
  /**
   * The name of a principal: a new role that `datasync.amazonaws.com` assumes. The prefixes of its access to the buckets are
   * those of the task.
   */
  role: name,
  /** When the task runs, such as `cron(0 3 * * ? *)`, in UTC. @default - when somebody starts it */
  schedule: text(scheduleProblem).optional(),
  /** `basic` takes at most 25 million objects and prefixes. @default enhanced */
  mode: z.enum(DATA_SYNC_MODES).optional(),
});

const sections = {
  /** Where Terraform keeps the state: one of `local`, `s3` and `cloud`. @default - a file next to `cdktf.json` */
  backend: backend.optional(),
  /** The AWS accounts, under names of your own. The names become names in the Terraform. */
  accounts: record(account),
  /** Keys that several buckets share, and old keys of buckets, under the name of the bucket. @default - none */
  keys: z.record(name, key).optional(),
  /** The buckets, under names of your own. Each has a KMS key of its own, unless `key` names another. */
  buckets: record(bucket),
  /** Who gets access, under names of your own. @default - none */
  principals: z.record(name, principal).optional(),
  /** Who can do what with which bucket. @default - no access */
  access: z.array(access).optional(),
  /** Which bucket replicates to which. @default - none */
  replication: z.array(replication).optional(),
  /** Tasks of AWS DataSync, which copy from one bucket to another. @default - none */
  datasync: z.record(name, dataSyncTask).optional(),
};

/** The zod schema of a topology. */
export const topologySchema = mapping(sections);

/** The zod schema of a topology file. `for-each.ts` turns its last two fields into entries of the others. */
export const topologyFileSchema = mapping({
  ...sections,
  /**
   * Rows to repeat entries for: the name of a CSV file whose first line has the columns, or a list. Every entry of a section
   * that contains `${each.<column>}` is written once for each row. @default - none
   */
  for_each: z
    .union([nonEmpty, z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))).min(1)])
    .optional(),
  /** A column of `for_each`: each of its values is a stack of its own, `<file>-<value>`. @default - one stack */
  split_by: nonEmpty.optional(),
});

/** The content of a topology, without defaults and without `for_each`. */
export type Topology = z.infer<typeof topologySchema>;

/** An entry of a section. */
export type Section<Name extends "accounts" | "keys" | "buckets" | "principals"> = NonNullable<
  Topology[Name]
>[string];

/** The fields of a topology file that are not sections. */
export type FileFields = Omit<z.infer<typeof topologyFileSchema>, keyof Topology>;
