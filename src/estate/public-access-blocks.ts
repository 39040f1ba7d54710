import type { AwsResources } from "./aws-resources";
import type { Account, PublicAccessBlock } from "./estate";
import type { ResourceBlock } from "./terraform/configuration";

/** Reads the public access blocks of buckets, which apply together with that of their account. */
export class PublicAccessBlocks {
  /** By account id. */
  private readonly ofAccounts = new Map<string, PublicAccessBlock>();

  constructor(private readonly aws: AwsResources) {
    for (const resource of aws.resources("aws_s3_account_public_access_block")) {
      const id = aws.arguments(resource).text("account_id") ?? aws.account(resource)?.id;
      if (id !== undefined) this.ofAccounts.set(id, this.read(resource));
    }
  }

  /** @param resource that of the bucket */
  of(resource: ResourceBlock | undefined, { id }: Account): PublicAccessBlock {
    const ofBucket = resource ? this.read(resource) : AWS_DEFAULT;
    const ofAccount = this.ofAccounts.get(id);
    if (ofAccount?.address === undefined) return ofBucket;
    return {
      ...ofBucket,
      ofAccount: ofAccount.address,
      blockPublicAcls: ofBucket.blockPublicAcls || ofAccount.blockPublicAcls,
      blockPublicPolicy: ofBucket.blockPublicPolicy || ofAccount.blockPublicPolicy,
      ignorePublicAcls: ofBucket.ignorePublicAcls || ofAccount.ignorePublicAcls,
      restrictPublicBuckets: ofBucket.restrictPublicBuckets || ofAccount.restrictPublicBuckets,
    };
  }

  private read(resource: ResourceBlock): PublicAccessBlock {
    const args = this.aws.arguments(resource);
    // Terraform sets missing arguments to false.
    return {
      address: resource.address,
      blockPublicAcls: args.flag("block_public_acls") ?? false,
      blockPublicPolicy: args.flag("block_public_policy") ?? false,
      ignorePublicAcls: args.flag("ignore_public_acls") ?? false,
      restrictPublicBuckets: args.flag("restrict_public_buckets") ?? false,
    };
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html */
const AWS_DEFAULT: PublicAccessBlock = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
