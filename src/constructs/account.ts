import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { accountIdProblem } from "../aws/account-id";
import { roleArnProblem } from "../aws/arn";
import { partitionOf, regionProblem } from "../aws/region";
import type * as policy from "../policy/intents";
import { claimAddress } from "./addresses";
import { terraformTags, terraformText } from "./terraform-text";
import { validate } from "./validate";

/** How to reach an AWS account, and in which region. */
export interface AccountProps {
  /**
   * The account's id, twelve digits. Terraform refuses to deploy with credentials of any other account.
   *
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids
   */
  readonly accountId: string;
  /** The region of the account's buckets and keys, such as `us-east-1`. */
  readonly region: string;
  /**
   * A profile of `~/.aws/config` whose credentials may administer the account.
   *
   * @default - the credentials that the environment gives
   */
  readonly profile?: string;
  /**
   * A role to assume for the deployment.
   *
   * @default - none is assumed
   */
  readonly assumeRole?: AssumeRole;
  /**
   * Other addresses of AWS services, such as those of an emulator or of a VPC endpoint, as URLs.
   *
   * @default - the public endpoints
   */
  readonly endpoints?: Readonly<Partial<Record<"iam" | "kms" | "s3" | "sts", string>>>;
  /**
   * Tags for everything in the account.
   *
   * @default - none
   */
  readonly defaultTags?: Readonly<Record<string, string>>;
}

/** A role that the deployment assumes. */
export interface AssumeRole {
  /** The role's ARN. */
  readonly roleArn: string;
  /**
   * The external id that the role's trust policy asks for.
   *
   * @default - none
   */
  readonly externalId?: string;
  /**
   * The session's name, to be found in CloudTrail.
   *
   * @default - one that the provider makes up
   */
  readonly sessionName?: string;
}

/**
 * An AWS account in one region: an aliased `aws` provider that can deploy into this account only.
 *
 * @throws if the account id or the region is malformed
 */
export class Account extends Construct implements policy.Account {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** The partition that the region belongs to. */
  readonly partition: string;
  /** The profile that the deployment uses, if it uses one, as text for Terraform. */
  readonly profile?: string;
  /** The provider that every resource in the account is created with. */
  readonly provider: AwsProvider;

  constructor(scope: Construct, id: string, props: AccountProps) {
    super(scope, id);
    validate(this, "accountId", props.accountId, accountIdProblem);
    validate(this, "region", props.region, regionProblem);
    validate(this, "assumeRole.roleArn", props.assumeRole?.roleArn, roleArnProblem);
    this.accountId = props.accountId;
    this.region = props.region;
    this.partition = partitionOf(props.region);
    this.profile = props.profile && terraformText(props.profile);

    this.provider = new AwsProvider(this, "provider", {
      alias: id,
      allowedAccountIds: [props.accountId],
      region: props.region,
      profile: this.profile,
      assumeRole: props.assumeRole && [
        {
          roleArn: terraformText(props.assumeRole.roleArn),
          externalId: props.assumeRole.externalId && terraformText(props.assumeRole.externalId),
          sessionName: props.assumeRole.sessionName && terraformText(props.assumeRole.sessionName),
        },
      ],
      endpoints: props.endpoints && [props.endpoints],
      // An endpoint of one's own seldom has a DNS name for every bucket.
      s3UsePathStyle: props.endpoints?.s3 === undefined ? undefined : true,
      defaultTags: props.defaultTags && [{ tags: terraformTags(props.defaultTags) }],
    });
    claimAddress(this.provider, id, "provider.aws");
    requireVersions(TerraformStack.of(this));
  }
}

/** The bindings pin the exact provider that they were generated from; what is used of it exists since 5.100. */
function requireVersions(stack: TerraformStack): void {
  stack.addOverride("terraform.required_version", ">= 1.5");
  stack.addOverride("terraform.required_providers.aws", {
    source: "hashicorp/aws",
    version: ">= 5.100.0, < 7.0.0",
  });
}
