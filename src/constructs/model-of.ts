import { DefaultTokenResolver, StringConcat, type TerraformStack, Token, Tokenization } from "cdktf";
import type { Model } from "../topology/model";
import { isExpression, type Text } from "../topology/text";
import { AccessPrincipal } from "./access-principal";
import { AccessService } from "./access-service";
import { Account } from "./account";
import { inCallOrder } from "./call-order";
import { DataSyncTask } from "./data-sync-task";
import { EncryptedBucket } from "./encrypted-bucket";
import { EncryptionKey } from "./encryption-key";
import type { IPrincipal } from "./edges";
import * as errors from "./errors";
import { modelOfAlarms } from "./replication-alarms";
import { terraformText } from "./terraform-text";

/**
 * The model of a stack: the accounts, keys, buckets, principals, grants and replications that its constructs have so far. A
 * topology file with the same content in the same order resolves to the same model, except for its backend, which is always
 * undefined here.
 *
 * @throws UsageError if the stack uses values that only Terraform knows, such as variables
 */
export function modelOf(stack: TerraformStack): Model {
  const constructs = stack.node.findAll();
  const accounts = constructs.filter(Account.isAccount);
  const keys = constructs.filter(EncryptionKey.isEncryptionKey);
  const buckets = constructs.filter(EncryptedBucket.isEncryptedBucket);
  const principals = constructs.filter(AccessPrincipal.isAccessPrincipal);
  const grants = inCallOrder(buckets.flatMap(({ intents }) => intents.access));
  const rules = inCallOrder(buckets.flatMap(({ replicationRules }) => replicationRules));
  const replicationRoles = new Set<IPrincipal>(rules.map(({ role }) => role));
  const model: Model<Text> = {
    backend: undefined,
    accounts: accounts.map(({ model }) => model),
    keys: keys.filter(({ node }) => !EncryptedBucket.isEncryptedBucket(node.scope)).map(({ model }) => model),
    buckets: buckets.map(({ model }) => model),
    principals: principals.filter((each) => !replicationRoles.has(each)).map(({ model }) => model),
    access: grants.map(({ principal, bucket, permissions, prefixText }) => ({
      principal: principal.model,
      bucket: bucket.model,
      permissions,
      prefix: prefixText,
    })),
    services: constructs.filter(AccessService.isAccessService).map(({ model }) => model),
    deliveries: buckets.flatMap(({ intents: { deliveries = [] } }) =>
      deliveries.map(({ service, bucket, prefixText }) => ({
        service: service.model,
        bucket: bucket.model,
        prefix: prefixText,
      })),
    ),
    dataSyncTasks: constructs.filter(DataSyncTask.isDataSyncTask).map(({ model }) => model),
    replications: rules.map(({ from, to, role, prefixText, alarms, ...rule }) => ({
      from: from.model,
      to: to.model,
      role: role.model,
      prefix: prefixText,
      deleteMarkers: rule.deleteMarkers,
      minimalKms: rule.minimalKms,
      replicaKey: rule.replicaKey?.model,
      settings: rule.settings,
      alarms: modelOfAlarms(alarms),
    })),
  };
  return inStrings(stack, model);
}

/** @throws UsageError if a value is known only to Terraform */
function inStrings(stack: TerraformStack, model: Model<Text>): Model {
  const check = (value: unknown): void => {
    if (typeof value === "string" && Token.isUnresolved(value))
      throw errors.knownToTerraform(resolved(stack, value));
    if (typeof value !== "object" || value === null) return;
    if (isExpression(value)) throw errors.knownToTerraform(terraformText(value));
    Object.values(value).forEach(check);
  };
  check(model);
  return model as Model;
}

/** A text with its CDKTF tokens resolved to Terraform expressions, such as `${var.name}`. */
function resolved(scope: TerraformStack, text: string): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(text, { scope, preparing: false, resolver }) as unknown as string;
}
