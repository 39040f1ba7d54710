import type { Construct } from "constructs";
import { roleOrUserPatternProblem } from "../aws/arn";
import { sourceIpProblem, vpcEndpointIdProblem } from "../aws/network";
import { organizationIdProblem } from "../aws/organization-id";
import type * as policy from "../policy/intents";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import type { Text } from "../topology/text";
import { AccessPrincipal } from "./access-principal";
import type { Account } from "./account";
import * as errors from "./errors";
import { checkReach } from "./reach";
import { optionalText, terraformText } from "./terraform-text";
import { onlyProperties } from "./unchecked-types";
import { validate } from "./validate";

/** Who can reach a bucket. Everyone else is denied, whatever policies allow. */
export interface BucketRestrictions {
  /**
   * The id of an organization, in which principals of other accounts must be. The account of the bucket is always inside.
   *
   * @default - any
   */
  readonly organizationId?: Text;
  /**
   * The ids of VPC endpoints for S3 that requests can come through. The configuration of the bucket stays open to other
   * networks, and so do requests of AWS services and of S3 itself, when it replicates.
   *
   * @default - none, with `sourceIps`; otherwise any network
   */
  readonly vpcEndpointIds?: readonly Text[];
  /**
   * The ranges of public IP addresses that requests can come from.
   *
   * @default - none, with `vpcEndpointIds`; otherwise any network
   */
  readonly sourceIps?: readonly Text[];
  /**
   * Who is not limited: principals of the stack, and ARNs of roles and users in the account of the bucket. Required with
   * networks, because Terraform itself reads the bucket.
   *
   * @default - the role that the deployment assumes in the account
   */
  readonly except?: readonly (AccessPrincipal | Text)[];
}

/** @throws UsageError if they name nothing, or name networks without `except` */
export function restrictionsOf(
  bucket: Construct & { readonly account: Account },
  props: BucketRestrictions,
): model.Restrictions<Text> {
  onlyProperties(bucket.node.path, "restrictTo", props, {
    organizationId: true,
    vpcEndpointIds: true,
    sourceIps: true,
    except: true,
  });
  const { organizationId, vpcEndpointIds = [], sourceIps = [], except } = props;
  const hasNetworks = vpcEndpointIds.length + sourceIps.length > 0;
  if (organizationId === undefined && !hasNetworks) throw errors.restrictedToNothing(bucket.node.path);
  validate(bucket, "organizationId", organizationId, organizationIdProblem);
  for (const id of vpcEndpointIds) validate(bucket, "vpcEndpointIds", id, vpcEndpointIdProblem);
  for (const range of sourceIps) validate(bucket, "sourceIps", range, sourceIpProblem);
  if (hasNetworks && except === undefined && !bucket.account.model.assumeRole)
    throw errors.nobodyExcepted(bucket.node.path);
  const arns = except?.map((each) => {
    if (!AccessPrincipal.isAccessPrincipal(each)) {
      validate(bucket, "except", each, roleOrUserPatternProblem);
      return each;
    }
    checkReach(bucket, each);
    if (each.kind === "account") throw errors.wholeAccountExcepted(each.node.path, bucket.node.path);
    return each.model.principalArn;
  });
  return defaults.restrictions(bucket.account.model, { ...props, except: arns });
}

export function restrictionsInTerraform(restrictions: model.Restrictions<Text>): policy.Restrictions {
  const { organizationId, vpcEndpointIds, sourceIps, except } = restrictions;
  return {
    organizationId: optionalText(organizationId),
    vpcEndpointIds: vpcEndpointIds.map(terraformText),
    sourceIps: sourceIps.map(terraformText),
    except: except.map(terraformText),
  };
}
