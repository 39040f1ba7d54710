import { Multimap } from "../multimap";
import { accessOperations } from "./access-operations";
import {
  bucketAdministration,
  keyAdministration,
  roleAssumptions,
  sessionTags,
} from "./administration-operations";
import { dataSyncOperations } from "./data-sync-operations";
import { deliveryOperations } from "./delivery-operations";
import { forbiddenOperations } from "./forbidden-operations";
import { passedByLimit } from "./limit-operations";
import type { Operation } from "./operation";
import { replicationOperations } from "./replication-operations";
import type { Scene } from "./scene";

/** Every operation that the intents stand for, and every one that must be refused. */
export function operationsOf(scene: Scene): Operation[] {
  const { access, replications, trusts, deliveries = [], dataSync = [] } = scene.intents;
  const edges = new Multimap(access.map((edge) => [edge.principalArn, edge]));
  return [
    ...[...edges.all()].flatMap((each) => accessOperations(each, scene)),
    ...replications.flatMap((edge) => replicationOperations(edge, scene)),
    ...deliveries.flatMap((intent) => deliveryOperations(intent, scene)),
    ...dataSync.flatMap((intent) => dataSyncOperations(intent, scene)),
    ...trusts.flatMap((trust) => roleAssumptions(trust, scene)),
    ...trusts.flatMap((trust) => sessionTags(trust, scene)),
    ...keyAdministration(scene),
    ...bucketAdministration(scene),
    ...(scene.intents.limits ?? []).flatMap((limit) => passedByLimit(limit, scene)),
    ...forbiddenOperations(scene),
  ];
}
