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
import * as errors from "./errors";
import { Handover, type Receiver, writeWith } from "./handover";
import { checkAtSynthesis } from "./synthesis-check";
import { optionalText, terraformTags, terraformText } from "./terraform-text";
import { requiredText } from "./unchecked-types";
import { warnOfUnknownRegion } from "./unknown-region";
import { validate } from "./validate";
import { requireVersions } from "./versions";
import { isMarkedAs, markAs } from "./kind";

/** The properties of an `Account`. */
export interface AccountProps {
  /**
   * The account id, twelve digits. Terraform stops if the credentials belong to another account.
   *
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids
   */
  readonly accountId: Text;
  /**
   * Whether Terraform deploys to the account. If not, nothing can be created there. What its administrators have to attach to
   * roles and users is an output, `handover_<account>`, and files in the folder `handover` beside `cdk.tf.json`.
   *
   * @default true
   */
  readonly managed?: boolean;
  /**
   * The region of the buckets and keys in the account, such as `us-east-1`. Required unless `managed` is false and the stack has
   * no buckets or keys there.
   *
   * @default - the region of another account of the stack
   */
  readonly region?: Text;
  /**
   * The partition of the region, such as `aws` or `aws-cn`. Set it if the region is a Terraform expression.
   *
   * @default - derived from the name of the region
   */
  readonly partition?: Text;
  /**
   * A profile in `~/.aws/config` with permission to deploy to the account.
   *
   * @default - the default credentials of the AWS provider, such as those of `AWS_PROFILE`
   */
  readonly profile?: string;
  /**
   * A role that Terraform assumes for the deployment.
   *
   * @default - none
   */
  readonly assumeRole?: model.AssumeRole;
  /**
   * URLs of other endpoints for AWS services, such as an emulator or VPC endpoints.
   *
   * @default - the public endpoints
   */
  readonly endpoints?: model.Endpoints;
  /**
   * Tags for every resource in the account.
   *
   * @default - none
   */
  readonly defaultTags?: Readonly<Record<string, string>> | Reference;
}

/**
 * An AWS account in one region: an aliased `aws` provider that can deploy to this account only, or an account that others
 * manage.
 *
 * @throws UsageError if the account id, the region or the ARN of `assumeRole` is malformed; if the region is missing; or if
 *   `managed` is false and a property is only for the provider
 */
export class Account extends Construct implements policy.Account {
  /** Whether a construct is an `Account`. Also works if the program contains two copies of the class. */
  static isAccount(candidate: unknown): candidate is Account {
    return isMarkedAs("Account", candidate);
  }

  /**
   * The same account. Apps also run without a check of their types.
   *
   * @param path where it was passed
   * @throws UsageError if it is something else
   * @internal
   */
  static required(path: string, candidate: Account): Account {
    if (!Account.isAccount(candidate)) throw errors.noAccount(path, candidate);
    return candidate;
  }

  /** The account with its defaults filled in. */
  readonly model: model.Account<Text>;
  /** The account id, twelve digits or a Terraform expression. */
  readonly accountId: string;
  /** The region, such as `us-east-1`, or a Terraform expression. */
  readonly region: string;
  /** The partition of the region, such as `aws`, or a Terraform expression. */
  readonly partition: string;
  /** Whether Terraform deploys to the account. */
  readonly managed: boolean;
  /**
   * Whether the region is that of the account, and not of another one of the stack.
   *
   * @internal
   */
  readonly hasRegion: boolean;
  private readonly awsProvider?: AwsProvider;
  private readonly handover: Handover;

  constructor(scope: Construct, id: string, props: AccountProps) {
    super(scope, id);
    markAs("Account", this);
    const stack = TerraformStack.of(this);
    const others = accountsOf(stack);
    requiredText(this.node.path, "accountId", props.accountId);
    validate(this, "accountId", props.accountId, accountIdProblem);
    validate(this, "region", props.region, regionProblem);
    warnOfUnknownRegion(this, props.region, "the AWS provider");
    validate(this, "assumeRole.roleArn", props.assumeRole?.roleArn, roleArnProblem);
    const place = props.managed === false ? placeOf(others) : {};
    const { region, partition } = props.region === undefined ? place : props;
    if (region === undefined) throw errors.noRegion(this.node.path, props.managed === false);
    this.model = defaults.account({ ...props, name: id, region, partition });
    this.hasRegion = props.region !== undefined;
    this.managed = this.model.managed;
    this.accountId = terraformText(this.model.accountId);
    this.region = terraformText(this.model.region);
    this.partition = terraformText(this.model.partition);
    if (this.managed) this.awsProvider = this.newProvider();
    else this.refuseProviderProperties();
    this.handover = new Handover(this, id, this.accountId);
    requireVersions(stack);
    checkAtSynthesis(stack);
    // Even without such accounts: an earlier synthesis may have written hand-overs.
    if (others.length === 0) writeWith(stack);
    accounts.set(stack, [...others, this]);
  }

  /**
   * The Terraform provider of every resource in the account.
   *
   * @throws UsageError if `managed` is false
   */
  get provider(): AwsProvider {
    if (!this.awsProvider) throw errors.notManaged(this.node.path);
    return this.awsProvider;
  }

  /**
   * Hands over what a role or user in the account needs, because the stack cannot attach it.
   *
   * @internal
   */
  handOver(receiver: Receiver): void {
    this.handover.add(receiver);
  }

  private newProvider(): AwsProvider {
    const { name, profile, assumeRole, endpoints, defaultTags } = this.model;
    const provider = new AwsProvider(this, "provider", {
      alias: name,
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
      // Emulators usually have no DNS name for each bucket, so put the bucket's name into the path of the URL.
      s3UsePathStyle: endpoints.s3 === undefined ? undefined : true,
      defaultTags:
        isReference(defaultTags) || isEmpty(defaultTags) ? undefined : [{ tags: terraformTags(defaultTags) }],
    });
    return claimAddress(provider, name, "provider.aws");
  }

  private refuseProviderProperties(): void {
    const { profile, assumeRole, endpoints, defaultTags } = this.model;
    const set = Object.entries({ profile, assumeRole, endpoints, defaultTags })
      .filter(([, value]) => value !== undefined && !(typeof value === "object" && isEmpty(value)))
      .map(([property]) => property);
    if (set.length > 0) throw errors.propertiesOfProvider(this.node.path, set);
  }

  /**
   * The `tags` argument of a resource in the account. In a stack, the provider adds the default tags. The caller of a module
   * configures its providers, so there each resource merges the default tags itself.
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

/** Where the other accounts of a stack are. */
function placeOf(others: readonly Account[]): Partial<Pick<AccountProps, "region" | "partition">> {
  const [first] = others;
  return first ? { region: first.model.region, partition: first.model.partition } : {};
}

function isEmpty(settings: object): boolean {
  return Object.keys(settings).length === 0;
}
