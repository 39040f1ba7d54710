import type { Construct } from "constructs";
import { deliveringService } from "../aws/delivering-services";
import type { Permission } from "../policy/intents";
import { deliveryPrefixProblem, deliveryProblem } from "../topology/delivery-ends";
import type { Text } from "../topology/text";
import type { AccessService } from "./access-service";
import type { DeliveryEdge, IBucket } from "./edges";
import * as errors from "./errors";
import { checkStack } from "./reach";
import { isKnown, terraformText } from "./terraform-text";
import { validate } from "./validate";

/**
 * What a service delivers to a bucket, or reads from it.
 *
 * @throws UsageError if the service cannot use the bucket, with these permissions or at this prefix
 */
export function deliveryTo(
  bucket: Construct & IBucket,
  service: AccessService,
  permissions: readonly Permission[],
  prefixText: Text,
): DeliveryEdge {
  const { path } = bucket.node;
  checkStack(bucket, service);
  const { allow } = deliveringService(service.service);
  if (permissions.some((permission) => permission !== allow))
    throw errors.notForService(path, service.node.path, permissions, allow);
  const { accountId } = bucket.account.model;
  const known = service.model.sources.flatMap(({ accountId: id = [] }) => id);
  const problem = deliveryProblem(
    service.service,
    {
      hasKey: bucket.key !== undefined,
      hasObjectLock: bucket.hasObjectLock === true,
      accountId: isKnown(accountId) ? accountId : undefined,
    },
    known.length > 0 ? known.filter(isKnown) : undefined,
  );
  if (problem !== undefined) throw errors.deliveryMisfit(path, service.node.path, problem);
  if (prefixText !== "")
    validate(bucket, "prefix", prefixText, (text) => deliveryPrefixProblem(service.service, text));
  return { service, bucket, prefix: terraformText(prefixText), prefixText };
}
