import type { Arguments } from "./arguments";
import type { AwsResources } from "./aws-resources";
import { Claims } from "./claims";
import { withRival } from "./rivals";
import type { Account, Alias, Key, Policy, Unmodelled } from "./estate";
import { isSet } from "./is-set";
import { namedKeyArn } from "./key-arns";
import { readGrants } from "./key-grants";
import { isSameDocument } from "./policy-document";
import type { ResourceBlock } from "./terraform/configuration";
import { unattributedPolicies } from "./unattributed-policy";

const TYPES = [
  "aws_kms_key",
  "aws_kms_external_key",
  "aws_kms_replica_key",
  "aws_kms_replica_external_key",
] as const;

/** @param unmodelled collects grants, and aliases of keys outside this Terraform */
export function readKeys(aws: AwsResources, unmodelled: Unmodelled[]): Key[] {
  const policies = separatePolicies(aws);
  const created = createdKeys(aws, policies);
  const byArn = new Map([...existingKeys(aws, policies), ...created].map((key) => [key.arn, key]));
  const aliases = aliasesByKey(aws);
  const grants = readGrants(aws, new Set(byArn.keys()), unmodelled);
  for (const [arn, ofOther] of aliases) {
    if (byArn.has(arn)) continue;
    for (const { address } of ofOther) {
      const reason = `names ${arn}, which is not a key in this Terraform`;
      unmodelled.push({ address, reason, canAllow: false });
    }
  }
  return [...byArn.values()]
    .map((key): Key => {
      const primary = key.primaryArn === undefined ? undefined : byArn.get(key.primaryArn);
      const ofKey = grants.get(key.arn);
      return {
        ...key,
        rotation: key.rotation || (primary?.rotation ?? false),
        aliases: [...(aliases.get(key.arn) ?? []), ...key.aliases],
        ...(ofKey && { grants: ofKey }),
      };
    })
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** By the ARN of the key. */
type SeparatePolicies = ReadonlyMap<string, SeparatePolicy>;

interface SeparatePolicy {
  readonly resource: ResourceBlock;
  /** Another one for the same key. */
  rival?: ResourceBlock;
}

function createdKeys(aws: AwsResources, policies: SeparatePolicies): Key[] {
  const unattributed = unattributedPolicies(aws, "aws_kms_key_policy");
  return TYPES.flatMap((type) => aws.resources(type)).flatMap((resource): Key[] => {
    const account = aws.account(resource);
    const arn = aws.computed(resource, "arn");
    const region = aws.region(resource);
    if (account === undefined || arn === undefined || region === undefined) return [];
    const args = aws.arguments(resource);
    const withoutOwn = () => unattributed(account) ?? defaultPolicy(resource, account);
    const policy = policyOf(aws, resource, policies.get(arn), withoutOwn);
    const primaryArn = args.text("primary_key_arn");
    const rotation = args.flag("enable_key_rotation") ?? args.flag("key_rotation_enabled") ?? false;
    const tags = aws.tags(resource);
    const unusable = whyUnusable(args);
    const isMultiRegion = primaryArn !== undefined || args.flag("multi_region");
    const key = {
      address: resource.address,
      arn,
      account,
      region,
      rotation,
      ...(resource.type.includes("external") && { imported: true as const }),
      ...(unusable && { unusable }),
      ...(isMultiRegion && { multiRegion: true as const }),
      ...(primaryArn !== undefined && { primaryArn }),
      ...(Object.keys(tags).length > 0 && { tags }),
      aliases: [],
    };
    return policy ? [{ ...key, policy }] : [];
  });
}

/**
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
function whyUnusable(args: Arguments): Key["unusable"] {
  if ((args.flag("is_enabled") ?? args.flag("enabled")) === false) return "disabled";
  const spec = args.text("customer_master_key_spec") ?? args.text("key_spec") ?? "SYMMETRIC_DEFAULT";
  const usage = args.text("key_usage") ?? "ENCRYPT_DECRYPT";
  return spec === "SYMMETRIC_DEFAULT" && usage === "ENCRYPT_DECRYPT" ? undefined : "not symmetric";
}

/**
 * A separate resource replaces the policy that the key is created with.
 *
 * @param withoutOwn the policy if Terraform sets none
 */
function policyOf(
  aws: AwsResources,
  resource: ResourceBlock,
  separate: SeparatePolicy | undefined,
  withoutOwn: () => Policy,
): Policy | undefined {
  const isInline = isSet(aws, resource, "policy");
  const inline = isInline ? aws.policy(resource) : undefined;
  if (separate === undefined) return isInline ? inline : withoutOwn();
  const policy = readSeparate(aws, separate);
  if (!policy || !inline || aws.isRefreshed || isSameDocument(inline.document, policy.document))
    return policy;
  aws.problems.addClash(
    { address: separate.resource.address, path: ["policy"] },
    {
      id: "defined-twice",
      problem: `differs from the policy of ${resource.address}, and they would overwrite each other`,
      remedy: "remove one",
    },
  );
  return withRival(policy, inline);
}

function readSeparate(aws: AwsResources, { resource, rival }: SeparatePolicy): Policy | undefined {
  const policy = aws.policy(resource);
  return policy && withRival(policy, rival && aws.policy(rival));
}

/** `aws_kms_key_policy`, by the ARN of the key. */
function separatePolicies(aws: AwsResources): SeparatePolicies {
  const claims = new Claims(aws.problems);
  const policies = new Map<string, SeparatePolicy>();
  for (const resource of aws.resources("aws_kms_key_policy")) {
    const arn = namedKeyArn(aws, resource, "key_id");
    if (arn === undefined) continue;
    const remedy = "they would overwrite each other, so merge them";
    const first = policies.get(arn);
    if (claims.claim(`the key policy of ${arn}`, resource, remedy)) policies.set(arn, { resource });
    else if (first) first.rival = resource;
  }
  return policies;
}

/** Keys that data sources name, themselves or by alias. Only their aliases are known, and a policy that Terraform sets. */
function existingKeys(aws: AwsResources, policies: SeparatePolicies): Key[] {
  const byAlias = aws.dataSources("aws_kms_alias").flatMap((source) => {
    const name = aws.name(source);
    const arn = aws.computed(source, "target_key_arn");
    const alias = name === undefined ? [] : [{ address: source.address, name }];
    return existingKey(aws, source, arn, policies, alias, name?.startsWith("alias/aws/") ?? false);
  });
  const named = new Map(byAlias.map((key) => [key.arn, key]));
  const byId = aws.dataSources("aws_kms_key").flatMap((source) => {
    const arn = aws.computed(source, "arn");
    const before = named.get(arn ?? "");
    const isOfAws = before?.awsManaged ?? aws.computed(source, "key_manager") === "AWS";
    return existingKey(aws, source, arn, policies, before?.aliases ?? [], isOfAws);
  });
  return [...byAlias, ...byId];
}

function existingKey(
  aws: AwsResources,
  source: ResourceBlock,
  arn: string | undefined,
  policies: SeparatePolicies,
  aliases: readonly Alias[],
  isOfAws: boolean,
): Key[] {
  const account = aws.account(source);
  if (account === undefined || arn === undefined) return [];
  const { address } = source;
  const separate = policies.get(arn);
  const policy = separate && readSeparate(aws, separate);
  return [
    {
      address,
      existing: true,
      ...(isOfAws && { awsManaged: true as const }),
      arn,
      // A data source can find the key of another account.
      account: { ...account, id: arn.split(":")[4] ?? account.id },
      region: aws.region(source) ?? account.region,
      rotation: isOfAws,
      aliases,
      policy: policy ?? { address, document: { Statement: [] }, unknown: "is not in this Terraform" },
    },
  ];
}

/** By the ARN of the key. */
function aliasesByKey(aws: AwsResources): Map<string, Alias[]> {
  const claims = new Claims(aws.problems);
  const aliases = new Map<string, Alias[]>();
  for (const resource of aws.resources("aws_kms_alias")) {
    const account = aws.account(resource);
    const region = aws.region(resource);
    const name = aws.name(resource);
    const arn = namedKeyArn(aws, resource, "target_key_id");
    if (account === undefined || name === undefined || arn === undefined) continue;
    const what = `the alias ${name} of account ${account.id} in ${region}`;
    if (!claims.claim(what, resource, "an alias belongs to one key, so rename one")) continue;
    const ofKey = aliases.get(arn) ?? [];
    aliases.set(arn, ofKey);
    ofKey.push({ address: resource.address, name });
  }
  return aliases;
}
/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultPolicy({ address }: ResourceBlock, { partition, id }: Account): Policy {
  return {
    address,
    document: {
      Version: "2012-10-17",
      Id: "key-default-1",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: `arn:${partition}:iam::${id}:root` },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    },
  };
}
