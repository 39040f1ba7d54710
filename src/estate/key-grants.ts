import type { AwsResources } from "./aws-resources";
import type { KeyGrant, Unmodelled } from "./estate";
import { namedKeyArn } from "./key-arns";

/**
 * The grants of keys, by the ARN of the key.
 *
 * @param known the ARNs of the keys in the estate
 * @param unmodelled collects all grants, because the proof evaluates policies alone
 */
export function readGrants(
  aws: AwsResources,
  known: ReadonlySet<string>,
  unmodelled: Unmodelled[],
): Map<string, KeyGrant[]> {
  const grants = new Map<string, KeyGrant[]>();
  for (const resource of aws.resources("aws_kms_grant")) {
    const { address } = resource;
    const arn = namedKeyArn(aws, resource, "key_id");
    const args = aws.arguments(resource);
    const grantee = args.requiredText("grantee_principal", "set the ARN of who gets the grant");
    const isRead = arn !== undefined && known.has(arn) && grantee !== undefined;
    const reason = "a grant allows requests to a key without any policy";
    unmodelled.push({ address, reason, canAllow: true, ...(isRead && { isData: true as const }) });
    if (!isRead) continue;
    const constraints = args.blocks("constraints");
    const [equals] = constraints
      .map((block) => block.textMap("encryption_context_equals"))
      .filter(isNotEmpty);
    const [subset] = constraints
      .map((block) => block.textMap("encryption_context_subset"))
      .filter(isNotEmpty);
    const grant = {
      address,
      grantee,
      operations: args.texts("operations"),
      ...(equals && { contextEquals: equals }),
      ...(subset && { contextSubset: subset }),
    };
    grants.set(arn, [...(grants.get(arn) ?? []), grant]);
  }
  return grants;
}

function isNotEmpty(map: Readonly<Record<string, string>>): boolean {
  return Object.keys(map).length > 0;
}
