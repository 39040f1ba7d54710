/**
 * Turns the model of a stack into the model of a module. Names and settings become variables; accounts and regions come
 * from the providers.
 */
import type { Model, NewRole } from "../../topology/model";
import type { Local, Reference, Text } from "../../topology/text";
import type { ModuleVariable } from "../module-variable";
import { parameterizeAccounts } from "./accounts";
import { nameBuckets } from "./bucket-names";
import { parameterizeBuckets } from "./buckets";
import { byName, get } from "./by-name";
import { parameterizeKeys } from "./keys";
import { Prefixes } from "./prefixes";
import { parameterizePrincipals } from "./principals";
import { parameterizeReplications } from "./replications";
import { restrictBuckets } from "./restrictions";
import { Services } from "./services";
import { SharedRegions } from "./shared-regions";
import { Variables } from "./variables";

export interface Parameterized {
  readonly model: Model<Text>;
  readonly variables: readonly ModuleVariable[];
  /** The ARNs that the model refers to. */
  readonly arns: readonly Local[];
  /** The variables that name the buckets, by the names that the buckets have in the model. */
  readonly bucketNames: ReadonlyMap<string, Reference>;
  /** Accounts that must use the same region, because one uses the keys of the other. */
  readonly sameRegion: readonly (readonly [string, string])[];
}

/** The order of the steps determines the order of the variables. */
export function parameterize(original: Model): Parameterized {
  const variables = new Variables();
  const regions = new SharedRegions(original);
  const accounts = parameterizeAccounts(original, regions, variables);
  const sharedKeys = parameterizeKeys(original, accounts, variables);
  const bucketNames = nameBuckets(original, accounts, variables);
  const ownKeys = byName([...bucketNames.values()].flatMap(({ ownKey }) => ownKey ?? []));
  const keys = new Map([...sharedKeys, ...ownKeys]);
  const unrestricted = parameterizeBuckets(original, { accounts, bucketNames, keys }, variables);
  const principals = parameterizePrincipals(original, { accounts, bucketNames }, variables);
  const buckets = restrictBuckets(original, { buckets: unrestricted, principals }, variables);
  const ofServices = new Services(original, accounts, variables);
  const services = byName(original.services.map((service) => ofServices.parameterize(service)));
  const prefixes = new Prefixes(original, variables);
  const model: Model<Text> = {
    backend: undefined,
    accounts: [...accounts.values()],
    keys: original.keys.map((key) => get(keys, key)),
    buckets: [...buckets.values()],
    principals: [...principals.values()],
    services: [...services.values()],
    access: original.access.map((edge) => ({
      principal: get(principals, edge.principal),
      bucket: get(buckets, edge.bucket),
      permissions: edge.permissions,
      prefix: prefixes.of(edge),
    })),
    deliveries: original.deliveries.map((delivery) => ({
      service: get(services, delivery.service),
      bucket: get(buckets, delivery.bucket),
      prefix: ofServices.prefix(delivery),
    })),
    replications: parameterizeReplications(original, { accounts, keys, buckets, prefixes }, variables),
    dataSyncTasks: original.dataSyncTasks.map((task) => {
      const { from: fromPrefix, to: toPrefix } = prefixes.ofTask(task);
      return {
        ...task,
        from: get(buckets, task.from),
        to: get(buckets, task.to),
        role: get(principals, task.role) as NewRole<Text>,
        fromPrefix,
        toPrefix,
      };
    }),
  };
  return {
    model,
    variables: variables.all(),
    arns: variables.arns,
    bucketNames: new Map([...bucketNames].map(([name, { bucketName }]) => [name, bucketName])),
    sameRegion: regions.pairs,
  };
}

/** The values of a model for the variables of its module. */
export function exampleValues(original: Model): Record<string, ModuleVariable["example"]> {
  return Object.fromEntries(parameterize(original).variables.map(({ name, example }) => [name, example]));
}
