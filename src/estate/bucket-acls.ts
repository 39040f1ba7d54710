import type { Arguments } from "./arguments";
import type { AwsResources } from "./aws-resources";
import type { AclGrant, BucketAcl } from "./estate";
import type { ResourceBlock } from "./terraform/configuration";
import { UNKNOWN } from "./values/terraform-values";

/** What the canned ACLs allow to others than the owner. Those for objects alone allow nothing. */
const CANNED: Readonly<Record<string, readonly AclGrant[]>> = {
  "public-read": [{ permission: "READ", to: "everyone" }],
  "public-read-write": [
    { permission: "READ", to: "everyone" },
    { permission: "WRITE", to: "everyone" },
  ],
  "authenticated-read": [{ permission: "READ", to: "any AWS account" }],
  "aws-exec-read": [{ permission: "READ", to: "Amazon EC2" }],
  "log-delivery-write": [
    { permission: "WRITE", to: "S3 log delivery" },
    { permission: "READ_ACP", to: "S3 log delivery" },
  ],
};

const GROUPS: Readonly<Record<string, AclGrant["to"]>> = {
  "http://acs.amazonaws.com/groups/global/AllUsers": "everyone",
  "http://acs.amazonaws.com/groups/global/AuthenticatedUsers": "any AWS account",
  "http://acs.amazonaws.com/groups/s3/LogDelivery": "S3 log delivery",
};

/** A grant as Terraform writes it. */
interface Written {
  readonly permission: string | undefined;
  readonly uri: string | undefined;
  readonly account: string | undefined;
}

/** Reads the ACLs of buckets. https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
export class BucketAcls {
  /** The canonical user ids of accounts, as far as Terraform names them, by account id. */
  private readonly owners = new Map<string, Set<string>>();

  constructor(private readonly aws: AwsResources) {
    for (const source of aws.dataSources("aws_canonical_user_id"))
      this.addOwner(source, aws.computed(source, "id"));
    for (const resource of aws.resources("aws_s3_bucket_acl")) {
      const policy = aws.arguments(resource).block("access_control_policy");
      this.addOwner(resource, policy.block("owner").text("id"));
    }
  }

  /** @param resource an `aws_s3_bucket_acl` */
  separate(resource: ResourceBlock): BucketAcl {
    const grants = this.aws.arguments(resource).block("access_control_policy").blocks("grant");
    return this.acl(resource, grants.map(writtenGrant));
  }

  /** @param bucket an `aws_s3_bucket`, which contains the ACL */
  inline(bucket: ResourceBlock): BucketAcl | undefined {
    const grants = this.aws.arguments(bucket).blocks("grant").flatMap(writtenInline);
    const acl = this.acl(bucket, grants);
    // A state lists what AWS gives to the owner too.
    const isDefault = acl.canned === undefined && acl.grants.length === 0 && acl.unknown === undefined;
    return isDefault ? undefined : acl;
  }

  private acl(resource: ResourceBlock, written: readonly Written[]): BucketAcl {
    const { address } = resource;
    const canned = this.aws.arguments(resource).text("acl");
    if (canned !== undefined) return { address, canned, grants: CANNED[canned] ?? [] };
    return {
      address,
      grants: this.toOthers(resource, written).map(aclGrant),
      ...(isUnknown(resource) && { unknown: "is known only after apply" }),
    };
  }

  /** Without the owner's grants. If the owner is not named, the only account with full control is the owner. */
  private toOthers(resource: ResourceBlock, written: readonly Written[]): readonly Written[] {
    const owners = this.owners.get(this.aws.account(resource)?.id ?? "");
    if (owners) return written.filter(({ account }) => account === undefined || !owners.has(account));
    const inControl = new Set(
      written
        .filter(({ permission }) => permission === "FULL_CONTROL")
        .flatMap(({ account }) => account ?? []),
    );
    const [owner] = inControl.size === 1 ? inControl : [];
    return owner === undefined ? written : written.filter(({ account }) => account !== owner);
  }

  private addOwner(resource: ResourceBlock, owner: string | undefined): void {
    const account = this.aws.account(resource);
    if (account === undefined || owner === undefined) return;
    this.owners.set(account.id, (this.owners.get(account.id) ?? new Set()).add(owner));
  }
}

/** In `access_control_policy`. */
function writtenGrant(grant: Arguments): Written {
  const grantee = grant.block("grantee");
  return {
    permission: grant.text("permission"),
    uri: grantee.text("uri"),
    account: grantee.text("id") ?? grantee.text("email_address"),
  };
}

/** In `aws_s3_bucket`. */
function writtenInline(grant: Arguments): Written[] {
  const [uri, account] = [grant.text("uri"), grant.text("id")];
  return grant.texts("permissions").map((permission) => ({ permission, uri, account }));
}

function aclGrant({ permission = "", uri, account }: Written): AclGrant {
  if (uri === undefined) return { permission, to: "account", ...(account !== undefined && { account }) };
  // Any other group would be new. It is taken as the largest.
  return { permission, to: GROUPS[uri] ?? "everyone" };
}

function isUnknown({ arguments: args }: ResourceBlock): boolean {
  return [args.acl, args.grant, args.access_control_policy].includes(UNKNOWN);
}
