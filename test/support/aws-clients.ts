import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Emulator } from "./emulator";

// The SDK has a word to say about Node 20, which works.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** What the emulator takes for an identity before a role is assumed. */
export const ANYBODY = { accessKeyId: "test", secretAccessKey: "test" };

export interface AwsClients {
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly s3: S3Client;
}

/** Clients for one account of the emulator, as one of its roles, which need not be there. */
export async function awsClients(
  { url: endpoint }: Emulator,
  accountId: string,
  region: string,
  role = "administrator",
): Promise<AwsClients> {
  const sts = new STSClient({ endpoint, region, credentials: ANYBODY });
  const { Credentials: assumed } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/${role}`,
      RoleSessionName: "test",
    }),
  );
  if (!assumed?.AccessKeyId || !assumed.SecretAccessKey) throw new Error("the emulator gave no credentials");
  const credentials = {
    accessKeyId: assumed.AccessKeyId,
    secretAccessKey: assumed.SecretAccessKey,
    sessionToken: assumed.SessionToken,
  };
  const common = { endpoint, region, credentials };
  return {
    iam: new IAMClient(common),
    kms: new KMSClient(common),
    s3: new S3Client({ ...common, forcePathStyle: true }),
  };
}
