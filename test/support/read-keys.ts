import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import type { AccountContents, KeyContents } from "./account-contents";

/** The keys of the client's region. A deleted key stays around, pending its deletion: it does not count. */
export async function readKeys(
  kms: KMSClient,
  region: string,
): Promise<Pick<AccountContents, "aliases" | "keys">> {
  const { Aliases = [] } = await kms.send(new ListAliasesCommand());
  const aliases = Aliases.filter(({ AliasName = "" }) => !AliasName.startsWith("alias/aws/"));
  const { Keys = [] } = await kms.send(new ListKeysCommand());
  const keys: Record<string, KeyContents> = {};
  for (const { KeyId = "" } of Keys) {
    const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId }));
    if (key?.KeyState !== "Enabled" || key.KeyManager !== "CUSTOMER") continue;
    const names = aliases
      .filter(({ TargetKeyId }) => TargetKeyId === KeyId)
      .map(({ AliasName }) => AliasName);
    keys[names.join() || KeyId] = {
      arn: key.Arn ?? "",
      region,
      description: key.Description,
      ...(await readPolicyAndTags(kms, KeyId)),
    };
  }
  return { aliases: aliases.map(({ AliasName = "" }) => AliasName).sort(), keys };
}

async function readPolicyAndTags(
  kms: KMSClient,
  KeyId: string,
): Promise<Pick<KeyContents, "policy" | "rotates" | "tags">> {
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
  const { KeyRotationEnabled } = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
  const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId }));
  return {
    policy: JSON.parse(Policy ?? "null"),
    rotates: KeyRotationEnabled,
    tags: Object.fromEntries(Tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue])),
  };
}
