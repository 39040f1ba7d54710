import type { Bucket, Model, Principal, Restrictions } from "../../topology/model";
import type { Text } from "../../topology/text";
import { type ByName, byName, get } from "./by-name";
import * as is from "./validations";
import type { Validations } from "./validations";
import type { Variables } from "./variables";

/** What restrictions need. */
interface Before {
  readonly buckets: ByName<Bucket<Text>>;
  readonly principals: ByName<Principal<Text>>;
}

/** The buckets, with who can reach them at all. */
export function restrictBuckets(original: Model, before: Before, variables: Variables): ByName<Bucket<Text>> {
  const { buckets, principals } = before;
  const arnInModule = (arn: string) => {
    const principal = original.principals.find(({ principalArn }) => principalArn === arn);
    return principal && get(principals, principal).principalArn;
  };
  return byName(
    original.buckets.map(({ name, restrictions, denied }) => ({
      ...get(buckets, { name }),
      restrictions: restrictions && parameterizeRestrictions(name, restrictions, arnInModule, variables),
      denied: denied.map((each) => ({
        name: each.name,
        principalArn: get(principals, each).principalArn,
      })),
    })),
  );
}

/** @param arnInModule the ARN of a principal of the module; undefined for others, who the caller names */
function parameterizeRestrictions(
  bucket: string,
  { organizationId, vpcEndpointIds, sourceIps, except }: Restrictions,
  arnInModule: (arn: string) => Text | undefined,
  variables: Variables,
): Restrictions<Text> {
  const what = `that the ${bucket} bucket accepts`;
  const listed = (name: string, values: readonly string[], description: string, rules: Validations) =>
    values.length === 0 ? [] : [variables.declare(`${bucket}_${name}`, [...values], description, rules)];
  return {
    organizationId:
      organizationId === undefined
        ? undefined
        : variables.declare(
            `${bucket}_organization_id`,
            organizationId,
            `ID of the organization ${what}, besides its own account.`,
            is.organizationId,
          ),
    vpcEndpointIds: listed(
      "vpc_endpoint_ids",
      vpcEndpointIds,
      `IDs of the VPC endpoints ${what}.`,
      is.vpcEndpointIds,
    ),
    sourceIps: listed("source_ips", sourceIps, `Ranges of public IP addresses ${what}.`, is.sourceIps),
    except: except.map(
      (arn, index) =>
        arnInModule(arn) ??
        variables.declare(
          `${bucket}_excepted_arn${index === 0 ? "" : `_${index + 1}`}`,
          arn,
          `ARN of a role or user that the limits of the ${bucket} bucket do not hold for, such as the one that deploys the module.`,
          is.roleOrUserArn,
        ),
    ),
  };
}
