import { isKeyArn } from "../aws/arn";
import type { AwsResources } from "./aws-resources";
import { Claims } from "./claims";
import type { Account, Alias, Key, Policy, Unmodelled } from "./estate";
import type { ResourceBlock } from "./terraform/configuration";

/** @param unmodelled collects aliases of keys outside this Terraform */
export function readKeys(aws: AwsResources, unmodelled: Unmodelled[]): Key[] {
  const aliases = aliasesByKey(aws);
  const keys = aws.resources("aws_kms_key").flatMap((resource): Key[] => {
    const account = aws.account(resource);
    const arn = aws.computed(resource, "arn");
    const region = aws.region(resource);
    if (account === undefined || arn === undefined || region === undefined) return [];
    const ofKey = aliases.get(arn) ?? [];
    aliases.delete(arn);
    const args = aws.arguments(resource);
    const policy = args.has("policy") ? aws.policy(resource) : defaultPolicy(resource, account);
    const rotation = args.flag("enable_key_rotation") ?? false;
    return policy
      ? [{ address: resource.address, arn, account, region, rotation, aliases: ofKey, policy }]
      : [];
  });
  for (const [arn, ofOther] of aliases) {
    for (const { address } of ofOther) {
      const reason = `names ${arn}, which is not a key in this Terraform`;
      unmodelled.push({ address, reason, canAllow: false });
    }
  }
  return keys;
}

/** `{ [name]: key }` if the key is an ARN, and nothing if it is an id or an alias. */
export function keyArnOnly<Name extends string>(
  name: Name,
  key: string | undefined,
): Partial<Readonly<Record<Name, string>>> {
  if (key === undefined || !isKeyArn(key)) return {};
  return { [name]: key } as Readonly<Record<Name, string>>;
}

/** By the ARN of the key. */
function aliasesByKey(aws: AwsResources): Map<string, Alias[]> {
  const claims = new Claims(aws.problems);
  const aliases = new Map<string, Alias[]>();
  for (const resource of aws.resources("aws_kms_alias")) {
    const account = aws.account(resource);
    const region = aws.region(resource);
    const name = aws.name(resource);
    const target = aws.arguments(resource).requiredText("target_key_id", "set the id or the ARN of the key");
    if (account === undefined || name === undefined || target === undefined) continue;
    const what = `the alias ${name} of account ${account.id} in ${region}`;
    if (!claims.claim(what, resource, "an alias belongs to one key, so rename one")) continue;
    const arn = target.startsWith("arn:")
      ? target
      : `arn:${account.partition}:kms:${region}:${account.id}:key/${target}`;
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
