import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { accountIdProblem } from "../aws/account-id";
import { roleArnProblem } from "../aws/arn";
import { regionProblem } from "../aws/region";
import type * as policy from "../policy/intents";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import { isReference, reference, type Reference, type Text } from "../topology/text";
import { claimAddress } from "./addresses";
import { checkAtSynthesis } from "./synthesis-check";
import { optionalText, terraformTags, terraformText } from "./terraform-text";
import { validate } from "./validate";
import { requireVersions } from "./versions";
import { isMarkedAs, markAs } from "./kind";

/** How to reach an AWS account, and in which region. */
export interface AccountProps {
  /**
   * The account's id, twelve digits. Terraform refuses to deploy with credentials of any other account.
   *
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids
   */
  readonly accountId: Text;
  /** The region of the account's buckets and keys, such as `us-east-1`. */
  readonly region: Text;
  /**
   * The partition that the region belongs to.
   *
   * @default - follows from the name of the region
   */
  readonly partition?: Text;
  /**
   * A profile of `~/.aws/config` whose credentials can administer the account.
   *
   * @default - the credentials that the environment gives
   */
  readonly profile?: string;
  /**
   * A role to assume for the deployment.
   *
   * @default - none is assumed
   */
  readonly assumeRole?: model.AssumeRole;
  /**
   * Other addresses of AWS services, such as those of an emulator or of a VPC endpoint, as URLs.
   *
   * @default - the public endpoints
   */
  readonly endpoints?: model.Endpoints;
  /**
   * Tags for everything in the account.
   *
   * @default - none
   */
  readonly defaultTags?: Readonly<Record<string, string>> | Reference;
}

/**
 * An AWS account in one region: an aliased `aws` provider that can deploy into this account only.
 *
 * @throws if the account id or the region is malformed
 */
export class Account extends Construct implements policy.Account {
  /** Whether something is an `Account`, of this copy of the class or another. */
  static isAccount(candidate: unknown): candidate is Account {
    return isMarkedAs("Account", candidate);
  }

  /** The account with its defaults filled in. */
  readonly model: model.Account<Text>;
  /** Twelve digits, as text for Terraform. */
  readonly accountId: string;
  readonly region: string;
  /** The partition that the region belongs to. */
  readonly partition: string;
  /** The provider that every resource in the account is created with. */
  readonly provider: AwsProvider;

  constructor(scope: Construct, id: string, props: AccountProps) {
    super(scope, id);
    markAs("Account", this);
    validate(this, "accountId", props.accountId, accountIdProblem);
    validate(this, "region", props.region, regionProblem);
    validate(this, "assumeRole.roleArn", props.assumeRole?.roleArn, roleArnProblem);
    this.model = defaults.account({ ...props, name: id });
    const { profile, assumeRole, endpoints, defaultTags } = this.model;
    this.accountId = terraformText(this.model.accountId);
    this.region = terraformText(this.model.region);
    this.partition = terraformText(this.model.partition);

    this.provider = new AwsProvider(this, "provider", {
      alias: id,
      allowedAccountIds: [this.accountId],
      region: this.region,
      profile: optionalText(profile),
      assumeRole: assumeRole && [
        {
          roleArn: terraformText(assumeRole.roleArn),
          externalId: optionalText(assumeRole.externalId),
          sessionName: optionalText(assumeRole.sessionName),
        },
      ],
      endpoints: isEmpty(endpoints) ? undefined : [endpoints],
      // An endpoint of one's own seldom has a DNS name for every bucket.
      s3UsePathStyle: endpoints.s3 === undefined ? undefined : true,
      defaultTags:
        isReference(defaultTags) || isEmpty(defaultTags) ? undefined : [{ tags: terraformTags(defaultTags) }],
    });
    claimAddress(this.provider, id, "provider.aws");
    requireVersions(TerraformStack.of(this));
    checkAtSynthesis(TerraformStack.of(this));
    accounts.set(TerraformStack.of(this), [...accountsOf(TerraformStack.of(this)), this]);
  }

  /**
   * The tags of a resource of the account. The provider adds the default tags, except in a module: there the provider is
   * the caller's, and each resource says that it has the caller's tags.
   *
   * @internal
   */
  tagsOf(own: model.Tags | Reference = {}): Record<string, string> | undefined {
    const { defaultTags } = this.model;
    if (!isReference(defaultTags)) return terraformTags(own);
    if (!isReference(own) && isEmpty(own)) return terraformTags(defaultTags);
    const stated = isReference(own) ? own.expression : JSON.stringify(terraformTags(own));
    return terraformTags(reference(`merge(${defaultTags.expression}, ${stated})`));
  }
}

const accounts = new WeakMap<TerraformStack, readonly Account[]>();

/** The accounts of a stack, in the order of their creation. */
export function accountsOf(stack: TerraformStack): readonly Account[] {
  return accounts.get(stack) ?? [];
}

function isEmpty(settings: object): boolean {
  return Object.keys(settings).length === 0;
}
