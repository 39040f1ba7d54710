import type { IncomingMessage } from "node:http";
import { type Asked, JsonService } from "./json-service";

/**
 * AWS Cloud Control, as far as Terraform asks it about buckets: it reads them from the emulator, with the credentials of the caller.
 *
 * @see https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_GetResource.html
 */
export class CloudControl extends JsonService {
  protected async answer(
    operation: string,
    { TypeName, Identifier }: Asked,
    request: IncomingMessage,
  ): Promise<object> {
    if (operation !== "GetResource") throw new Error(`there is no ${operation} here`);
    if (TypeName !== "AWS::S3::Bucket") throw new Error(`there is no ${TypeName} here`);
    const bucket = String(Identifier);
    const read = async (setting: string) => {
      const response = await this.ask(request, "s3", `/${bucket}?${setting}`, { method: "GET" });
      const text = await response.text();
      if (text.includes("<Code>NoSuchBucket<")) throw new NotFound(`${bucket} is not there`);
      // What is not configured.
      if (response.status === 404) return undefined;
      if (!response.ok) throw new Error(`${setting} of ${bucket}: ${response.status} ${text}`);
      return text;
    };
    const [encryption, versioning, ownership, block] = [
      await read("encryption"),
      await read("versioning"),
      await read("ownershipControls"),
      await read("publicAccessBlock"),
    ];
    const properties = {
      BucketName: bucket,
      ...(encryption !== undefined && { BucketEncryption: encryptionIn(encryption) }),
      ...(versioning?.includes("<Status>") && {
        VersioningConfiguration: { Status: textIn(versioning, "Status") },
      }),
      ...(ownership !== undefined && {
        OwnershipControls: { Rules: [{ ObjectOwnership: textIn(ownership, "ObjectOwnership") }] },
      }),
      ...(block !== undefined && { PublicAccessBlockConfiguration: blockIn(block) }),
    };
    return {
      TypeName,
      ResourceDescription: { Identifier: bucket, Properties: JSON.stringify(properties) },
    };
  }
}

class NotFound extends Error {
  override readonly name = "ResourceNotFoundException";
}

function encryptionIn(xml: string): object {
  const KMSMasterKeyID = textIn(xml, "KMSMasterKeyID");
  const ServerSideEncryptionByDefault = {
    SSEAlgorithm: textIn(xml, "SSEAlgorithm"),
    ...(KMSMasterKeyID !== undefined && { KMSMasterKeyID }),
  };
  const BucketKeyEnabled = textIn(xml, "BucketKeyEnabled") === "true";
  return { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled, ServerSideEncryptionByDefault }] };
}

function blockIn(xml: string): object {
  const flags = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
  return Object.fromEntries(flags.map((flag) => [flag, textIn(xml, flag) === "true"]));
}

function textIn(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)<`).exec(xml)?.[1];
}
