/** Turns a topology file into the model. */
import type { Model } from "./model";
import { nothingLeft } from "./nothing-left";
import { resolveAccess, resolveDeliveries } from "./resolve/access";
import { resolveAccounts } from "./resolve/accounts";
import { resolveBackend } from "./resolve/backend";
import { resolveBuckets } from "./resolve/buckets";
import { resolveDataSync } from "./resolve/data-sync";
import { resolveKeys } from "./resolve/keys";
import { resolvePrincipals, resolveServices } from "./resolve/principals";
import { resolveReplications } from "./resolve/replications";
import type { Topology } from "./topology";

/**
 * Resolves a topology to its model: fills in the defaults, and replaces names by what they refer to. Entries keep the order of
 * the file.
 *
 * @param topology a valid one, from `loadTopology` or `readTopologies`
 * @throws Error if a name in the topology is unknown
 */
export function resolve(topology: Topology): Model {
  const {
    backend,
    accounts: inAccounts,
    keys: inKeys,
    buckets: inBuckets,
    principals: inPrincipals,
    access: grants = [],
    replication = [],
    datasync,
    ...rest
  } = topology;
  nothingLeft(rest);
  const accounts = resolveAccounts(inAccounts);
  const keys = resolveKeys(inKeys, inBuckets, accounts);
  const services = resolveServices(inPrincipals, accounts);
  const principals = resolvePrincipals(inPrincipals, accounts);
  const buckets = resolveBuckets(inBuckets, replication, { accounts, keys, principals });
  const access = resolveAccess(grants, { buckets, principals, services });
  return {
    backend: backend && resolveBackend(backend),
    accounts: [...accounts.values()],
    keys: [...keys.listed.values()],
    buckets: [...buckets.values()],
    principals: [...principals.values()],
    services: [...services.values()],
    access,
    replications: resolveReplications(replication, inBuckets, { accounts, keys, buckets }),
    deliveries: resolveDeliveries(grants, { buckets, services }),
    dataSyncTasks: resolveDataSync(datasync, { buckets, principals, access }),
  };
}
