import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { deliveringService } from "../aws/delivering-services";
import type {
  Bucket,
  ExistingPolicy,
  Model,
  Principal,
  Trusted,
  TrustedPrincipal,
  Key,
} from "../topology/model";
import type { Text } from "../topology/text";
import { AccessAccount } from "./access-account";
import { AccessOrganization } from "./access-organization";
import { AccessPermissionSet } from "./access-permission-set";
import type { AccessPrincipal } from "./access-principal";
import { AccessRole } from "./access-role";
import { AccessService } from "./access-service";
import { AccessUser } from "./access-user";
import { Account } from "./account";
import { addBackend } from "./backend";
import { DataSyncTask } from "./data-sync-task";
import { EncryptedBucket } from "./encrypted-bucket";
import { EncryptionKey } from "./encryption-key";
import type { ExistingPolicyProps, PolicyJson } from "./existing-policy";
import { markAs } from "./kind";
import { Outputs } from "./outputs";
import { resolveOnce } from "./resolve-once";

/**
 * A topology as a Terraform stack: a construct for each account, key, bucket and principal, with its name in the topology as
 * the id, and a call of `grant` or `replicateTo` for each entry of `access` and `replication`.
 */
export class TopologyStack extends TerraformStack {
  private readonly accounts = new Map<string, Account>();
  private readonly keys = new Map<string, EncryptionKey>();
  private readonly buckets = new Map<string, EncryptedBucket>();
  private readonly principals = new Map<string, AccessPrincipal>();
  private readonly services = new Map<string, AccessService>();
  /** The new roles among the principals. */
  private readonly roles = new Map<string, AccessRole>();

  /** @param model of a topology, from `resolve` */
  constructor(scope: Construct, id: string, model: Model<Text>) {
    super(scope, id);
    markAs("TopologyStack", this);
    this.addAccounts(model);
    addBackend(this, model.backend);
    this.addKeys(model);
    this.addBuckets(model);
    this.addPrincipals(model);
    for (const bucket of model.buckets)
      for (const denied of bucket.denied) find(this.buckets, bucket).deny(find(this.principals, denied));
    this.addServices(model);
    for (const { service, bucket, prefix } of model.deliveries) {
      const options = { prefix: prefix === "" ? undefined : prefix };
      const { allow } = deliveringService(service.service);
      find(this.buckets, bucket).grant(find(this.services, service), [allow], options);
    }
    for (const { principal, bucket, permissions, prefix } of model.access) {
      const options = { prefix: prefix === "" ? undefined : prefix };
      find(this.buckets, bucket).grant(find(this.principals, principal), permissions, options);
    }
    for (const {
      from,
      to,
      role,
      prefix,
      deleteMarkers,
      minimalKms,
      replicaKey,
      settings,
      alarms,
    } of model.replications) {
      const { failed, late } = alarms;
      const { isEnabled, ...said } = settings;
      find(this.buckets, from).replicateTo(find(this.buckets, to), {
        prefix: prefix === "" ? undefined : prefix,
        roleName: role.roleName,
        roleArn: role.principalArn,
        deleteMarkers,
        minimalKms,
        key: replicaKey && keyOf(this.lender(replicaKey.name)),
        ...said,
        enabled: isEnabled,
        alarmTopicArn: failed?.topicArn,
        latencyAlarm: late && { ...late, account: find(this.accounts, late.account) },
      });
    }
    const dataSyncTasks = this.dataSyncTasks(model);
    new Outputs(this, "outputs", {
      buckets: [...this.buckets.values()],
      principals: [...this.principals.values()],
      dataSyncTasks,
    });
  }

  /**
   * CDKTF resolves every element here to find references between stacks. A topology is one stack and has none, so this
   * override skips the search.
   */
  override prepareStack(): void {
    this.ensureBackendExists();
  }

  override toTerraform(): object {
    return resolveOnce(this);
  }

  private addAccounts({ accounts }: Model<Text>): void {
    const scope = new Construct(this, "accounts");
    for (const account of byName(accounts)) {
      this.accounts.set(account.name, new Account(scope, account.name, account));
    }
  }

  private addKeys({ keys }: Model<Text>): void {
    const scope = new Construct(this, "keys");
    const isReplica = (key: Key<Text>) => !key.existing && key.replicaOf !== undefined;
    const sorted = byName(keys);
    for (const key of [...sorted.filter((each) => !isReplica(each)), ...sorted.filter(isReplica)]) {
      const account = find(this.accounts, key.account);
      this.keys.set(
        key.name,
        key.existing
          ? EncryptionKey.fromKeyArn(scope, key.name, {
              ...key,
              account,
              policy: key.policy && said(key.policy),
            })
          : new EncryptionKey(scope, key.name, {
              ...key,
              account,
              replicaOf: key.replicaOf === undefined ? undefined : this.keys.get(key.replicaOf),
            }),
      );
    }
  }

  /** Adds the buckets that share a key last, because the key must exist by then. */
  private addBuckets({ buckets }: Model<Text>): void {
    const scope = new Construct(this, "buckets");
    const sorted = byName(buckets);
    const shares = ({ encryption }: Bucket<Text>) => encryption.kind === "shared key";
    for (const bucket of [...sorted.filter((each) => !shares(each)), ...sorted.filter(shares)]) {
      this.buckets.set(bucket.name, this.bucket(scope, bucket));
    }
    for (const bucket of sorted) {
      for (const { name } of bucket.otherKeys) find(this.buckets, bucket).addOtherKey(this.lender(name));
    }
  }

  private bucket(scope: Construct, bucket: Bucket<Text>): EncryptedBucket {
    const { encryption, existing, restrictions, ...props } = bucket;
    return new EncryptedBucket(scope, bucket.name, {
      ...props,
      existing: existing && { ...existing, policy: said(existing.policy) },
      ...encryption,
      encryption: encryption.kind === "no key" ? "AES256" : "aws:kms",
      restrictTo: restrictions,
      account: find(this.accounts, bucket.account),
      key: encryption.kind === "shared key" ? this.lender(encryption.key.name) : undefined,
      keyProps: encryption.kind === "own key" ? encryption.key : undefined,
    });
  }

  /** Adds all principals before the trust between them, because roles can trust each other. */
  private addPrincipals({ principals }: Model<Text>): void {
    const scope = new Construct(this, "principals");
    for (const principal of byName(principals)) {
      this.principals.set(principal.name, this.principal(scope, principal));
    }
    for (const principal of principals) {
      if (principal.kind !== "role" || principal.existing) continue;
      for (const trusted of principal.assumedBy.filter(isPrincipal))
        find(this.roles, principal).trust(find(this.principals, trusted), trusted.isDelegated);
    }
  }

  private addServices({ services }: Model<Text>): void {
    const scope = new Construct(this, "services");
    for (const service of byName(services))
      this.services.set(service.name, new AccessService(scope, service.name, service));
  }

  private dataSyncTasks({ dataSyncTasks }: Model<Text>): DataSyncTask[] {
    const scope = new Construct(this, "datasync");
    return byName(dataSyncTasks).map(
      ({ name, from, to, role, ...rest }) =>
        new DataSyncTask(scope, name, {
          ...rest,
          from: find(this.buckets, from),
          to: find(this.buckets, to),
          role: find(this.roles, role),
        }),
    );
  }

  private principal(scope: Construct, principal: Principal<Text>): AccessPrincipal {
    const account = find(this.accounts, principal.account);
    const { name } = principal;
    if (principal.kind === "account") {
      return new AccessAccount(scope, name, { account, principalTags: principal.principalTags });
    }
    if (principal.kind === "organization") {
      const { organizationId, paths, principalTags, principalArn } = principal;
      return new AccessOrganization(scope, name, { organizationId, paths, principalTags, principalArn });
    }
    const props = { ...principal, account };
    if (props.kind === "permission set") return new AccessPermissionSet(scope, name, props);
    if (props.kind === "user") {
      return props.existing
        ? AccessUser.fromUserName(scope, name, props)
        : new AccessUser(scope, name, props);
    }
    if (props.existing) return AccessRole.fromRoleName(scope, name, props);
    const assumedBy = props.assumedBy
      .filter((trusted) => !isPrincipal(trusted))
      .map((trusted) => ({ trustedIn: () => trusted }));
    const role = new AccessRole(scope, name, { ...props, assumedBy });
    this.roles.set(name, role);
    return role;
  }

  /** The entry of `keys` with this name, or else the bucket whose own key has it. */
  private lender(keyName: string): EncryptedBucket | EncryptionKey {
    return this.keys.get(keyName) ?? find(this.buckets, { name: keyName });
  }
}

function keyOf(lender: EncryptedBucket | EncryptionKey): EncryptionKey | undefined {
  return "keyArn" in lender ? lender : lender.key;
}

function said(policy: ExistingPolicy<Text>): ExistingPolicyProps {
  return policy.kind === "handover" ? "handover" : { merge: policy.document as PolicyJson };
}

function isPrincipal(trusted: Trusted<Text>): trusted is TrustedPrincipal<Text> {
  return trusted.kind === "principal";
}

/** Sorts by name, so that the order in the file does not matter. */
function byName<T extends { readonly name: string }>(things: readonly T[]): T[] {
  return [...things].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function find<T>(things: ReadonlyMap<string, T>, { name }: { readonly name: string }): T {
  const thing = things.get(name);
  if (thing === undefined) throw new Error(`the model has no ${name}; build it with resolve()`);
  return thing;
}
