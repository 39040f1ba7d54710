import { Construct } from "constructs";
import { accountIdProblem } from "../aws/account-id";
import {
  SERVICE_NAMES,
  serviceNamed,
  type ServiceName,
  sourceArnOfServiceProblem,
} from "../aws/delivering-services";
import { organizationIdProblem } from "../aws/organization-id";
import { sourceArnProblem } from "../aws/service-source";
import type { DeliverySource } from "../policy/intents";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import type { Text } from "../topology/text";
import { Account } from "./account";
import type { IAwsService } from "./edges";
import * as errors from "./errors";
import { isMarkedAs, markAs } from "./kind";
import { optionalText, terraformText } from "./terraform-text";
import { requiredList } from "./unchecked-types";
import { validate } from "./validate";

/** The properties of an `AccessService`. */
export interface AccessServiceProps {
  /**
   * The service, such as `cloudtrail` or `cloudtrail.amazonaws.com`: one of `cloudtrail`, `vpc-flow-logs` (and other vended
   * logs), `config`, `guardduty`, `s3-inventory`, `s3-access-logs`, `elb-access-logs` and `cloudfront`.
   */
  readonly service: string;
  /**
   * The accounts that the service acts for: accounts of the stack, or ids. Required unless `forOrganization` is set.
   *
   * @default - those of the organization
   */
  readonly forAccounts?: readonly (Account | Text)[];
  /**
   * The id of the organization that the service acts for.
   *
   * @default - none
   */
  readonly forOrganization?: Text;
  /**
   * The ARNs of the trails, distributions or buckets that the service acts for. Can contain wildcards.
   *
   * @default - everything in the accounts or the organization
   */
  readonly sourceArns?: readonly Text[];
  /**
   * For whom the service acts, in place of the three properties above.
   *
   * @default - made of these properties
   * @internal
   */
  readonly sources?: readonly model.DeliverySource<Text>[];
}

/**
 * An AWS service that writes to buckets by itself, such as CloudTrail, or reads from them, such as CloudFront. Grant it
 * `put` or, for CloudFront, `get`. The bucket and key policies then allow what the service needs, and only for these accounts.
 * Nothing is created for the service itself: the runbook says what to set there.
 *
 * @throws UsageError if the service is unknown, if an account, an organization or an ARN is malformed, or if it acts for nobody
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export class AccessService extends Construct implements IAwsService {
  /** Whether a construct is an `AccessService`. Also works if the program contains two copies of the class. */
  static isAccessService(candidate: unknown): candidate is AccessService {
    return isMarkedAs("AccessService", candidate);
  }

  /** The service with its defaults filled in. */
  readonly model: model.AwsService<Text>;
  /** The id of the construct. */
  readonly name: string;
  /** The name of the service. */
  readonly service: ServiceName;
  /** For whom the service acts. */
  readonly sources: readonly DeliverySource[];

  constructor(scope: Construct, id: string, props: AccessServiceProps) {
    super(scope, id);
    markAs("AccessService", this);
    this.name = id;
    this.service = this.known(props.service);
    this.model = props.sources
      ? { name: id, service: this.service, sources: props.sources }
      : this.checked(id, props);
    this.sources = this.model.sources.map(({ accountId, organizationId, arns }) => ({
      accountId: optionalText(accountId),
      organizationId: optionalText(organizationId),
      arns: arns.map(terraformText),
    }));
  }

  private known(service: string): ServiceName {
    const known = serviceNamed(service);
    if (known === undefined) throw errors.unknownService(this.node.path, service, SERVICE_NAMES);
    return known;
  }

  private checked(
    name: string,
    { forAccounts = [], forOrganization, sourceArns = [] }: AccessServiceProps,
  ): model.AwsService<Text> {
    requiredList(this.node.path, "forAccounts", forAccounts);
    if (forAccounts.length > 0 === (forOrganization !== undefined))
      throw errors.actsForNobody(this.node.path);
    const accountIds = forAccounts.map((account) =>
      Account.isAccount(account) ? account.model.accountId : account,
    );
    for (const accountId of accountIds) validate(this, "forAccounts", accountId, accountIdProblem);
    validate(this, "forOrganization", forOrganization, organizationIdProblem);
    for (const arn of sourceArns)
      validate(
        this,
        "sourceArns",
        arn,
        (value) => sourceArnProblem(value) ?? sourceArnOfServiceProblem(this.service, value),
      );
    return defaults.awsService({
      name,
      service: this.service,
      accountIds,
      ...(forOrganization !== undefined && { organizationId: forOrganization }),
      sourceArns,
    });
  }
}
