/**
 * Turns the model of a stack into the model of a module. Names and settings become variables; accounts and regions come
 * from the providers.
 */
import { deliveringService } from "../aws/delivering-services";
import { isSharedIssuer } from "../aws/oidc-issuer";
import { list } from "../messages/wording";
import { Multimap } from "../prove/multimap";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import { inRuleOrder } from "../topology/rule-order";
import {
  isExpression,
  type Local,
  local,
  type Reference,
  reference,
  text,
  type Text,
} from "../topology/text";
import { renderValue } from "./hcl/hcl";
import { literal } from "./literal";
import * as is from "./module-variable";
import type { ModuleVariable } from "./module-variable";
import { SharedPrefixes } from "./shared-prefixes";
import { SharedRegions } from "./shared-regions";
import { SharedSources } from "./shared-sources";

export interface Parameterized {
  readonly model: model.Model<Text>;
  readonly variables: readonly ModuleVariable[];
  /** The ARNs that the model refers to. */
  readonly arns: readonly Local[];
  /** The variables that name the buckets, by the names that the buckets have in the model. */
  readonly bucketNames: ReadonlyMap<string, Reference>;
  /** Accounts that must use the same region, because one uses the keys of the other. */
  readonly sameRegion: readonly (readonly [string, string])[];
}

export function parameterize(original: model.Model): Parameterized {
  return new Parameters(original).result();
}

/** The values of a model for the variables of its module. */
export function exampleValues(original: model.Model): Record<string, ModuleVariable["example"]> {
  return Object.fromEntries(parameterize(original).variables.map(({ name, example }) => [name, example]));
}

class Parameters {
  private readonly variables = new Map<string, ModuleVariable>();
  private readonly arns: Local[] = [];
  private readonly regions: SharedRegions;
  private readonly accounts: ReadonlyMap<string, model.Account<Text>>;
  /** By the names of buckets. */
  private readonly accessTo: Multimap<string, model.Access>;
  private readonly replicationsFrom: Multimap<string, model.Replication>;
  /** Includes the keys of buckets. */
  private readonly keys = new Map<string, model.Key<Text>>();
  /** The keys of buckets, by the names of the buckets. */
  private readonly ownKeys = new Map<string, model.NewKey<Text>>();
  private readonly bucketNames = new Map<string, Reference>();
  private readonly bucketArns = new Map<string, Local>();
  private readonly buckets = new Map<string, model.Bucket<Text>>();
  private readonly principals = new Map<string, model.Principal<Text>>();
  private readonly services = new Map<string, model.AwsService<Text>>();
  /** The principals that each new role trusts, by its name. */
  private readonly trusted = new Map<string, model.Trusted<Text>[]>();
  private readonly replicationRoles = new Map<string, model.NewRole<Text>>();
  /** The variables for SNS topics, by the ARNs that the topology has. */
  private readonly topics = new Map<string, Reference>();
  /** The variables of the whole module that it needs. */
  private readonly common = new Set<ModuleVariable>();
  private readonly sharedPrefixes: SharedPrefixes;
  private readonly sharedSources: SharedSources;
  /** The variables of services, by the service and what the topology says. */
  private readonly sourceVariables = new Map<string, Reference>();
  /** The variable of the edges that share a prefix, by the first of them. */
  private readonly prefixes = new Map<Edge, Reference>();

  constructor(private readonly original: model.Model) {
    this.regions = new SharedRegions(original);
    this.sharedPrefixes = new SharedPrefixes(original);
    this.sharedSources = new SharedSources(original);
    this.accounts = this.accountsOf(original);
    this.accessTo = new Multimap(original.access.map((edge) => [edge.bucket.name, edge]));
    this.replicationsFrom = new Multimap(original.replications.map((edge) => [edge.from.name, edge]));
  }

  /** The order of the statements determines the order of the variables. */
  result(): Parameterized {
    const { keys, buckets, principals, services, access, replications, deliveries, dataSyncTasks } =
      this.original;
    for (const key of keys) this.addKey(key);
    for (const bucket of buckets) this.addBucketName(bucket);
    for (const bucket of buckets) this.addBucket(bucket);
    for (const principal of principals) this.principals.set(principal.name, this.principal(principal));
    for (const principal of principals) this.addTrustedPrincipals(principal);
    for (const bucket of buckets) this.addRestrictions(bucket);
    for (const service of services) this.services.set(service.name, this.service(service));
    const parameterized: model.Model<Text> = {
      backend: undefined,
      accounts: [...this.accounts.values()],
      keys: keys.map((key) => get(this.keys, key)),
      buckets: [...this.buckets.values()],
      principals: [...this.principals.values()],
      services: [...this.services.values()],
      access: access.map((edge) => this.access(edge)),
      deliveries: deliveries.map((edge) => this.delivery(edge)),
      replications: inRuleOrder(replications).map((edge) => this.replication(edge)),
      dataSyncTasks: dataSyncTasks.map((task) => this.dataSyncTask(task)),
    };
    return {
      model: parameterized,
      variables: [
        ...this.variables.values(),
        ...Object.values(COMMON).filter(
          (each) => this.common.has(each) && (each !== COMMON.tags || this.hasTagged()),
        ),
      ],
      arns: this.arns,
      bucketNames: this.bucketNames,
      sameRegion: this.regions.pairs,
    };
  }

  /** Whether the module creates something that has tags. */
  private hasTagged(): boolean {
    const { keys, buckets, principals, replications } = this.original;
    return (
      replications.length > 0 ||
      [...keys, ...buckets].some(({ existing }) => !existing) ||
      principals.some((principal) => "existing" in principal && !principal.existing)
    );
  }

  /**
   * Takes account ids and regions from the providers, so that callers cannot pass wrong ones. The id of an account without a
   * provider is a variable.
   */
  private accountsOf({ accounts }: model.Model): ReadonlyMap<string, model.Account<Text>> {
    const managed = accounts.filter((account) => account.managed);
    const firsts = new Map<string, string>();
    for (const { accountId, name } of managed) if (!firsts.has(accountId)) firsts.set(accountId, name);
    return new Map(
      accounts.map((account) => [
        account.name,
        account.managed
          ? defaults.account<Text>({
              name: account.name,
              accountId: reference(`local.${firsts.get(account.accountId)}_account_id`),
              region: reference(`local.${this.regions.firstOf(account)}_region`),
              partition: reference("local.partition"),
              defaultTags: this.callers("tags"),
            })
          : this.unmanagedAccount(account, managed[0] ?? account),
      ]),
    );
  }

  /** @param elsewhere an account with a provider, which knows the partition */
  private unmanagedAccount(account: model.Account, elsewhere: model.Account): model.Account<Text> {
    const { name, accountId } = account;
    const { keys, buckets } = this.original;
    const holds = [...keys, ...buckets].some((each) => each.account.name === name);
    return defaults.account<Text>({
      name,
      managed: false,
      accountId: this.variable(
        `${name}_account_id`,
        accountId,
        this.isHandedOver(name)
          ? `ID of the account ${name}, whose administrators attach the policies of the output handover_${name}.`
          : `ID of the account ${name}.`,
        is.accountId,
      ),
      region: holds
        ? this.variable(
            `${name}_region`,
            account.region,
            `Region of the buckets and keys in the account ${name}.`,
            is.region,
          )
        : reference(`local.${this.regions.firstOf(elsewhere)}_region`),
      partition: reference("local.partition"),
    });
  }

  /** Whether somebody in an account without a provider has access. */
  private isHandedOver(account: string): boolean {
    return this.original.access.some(({ principal }) => principal.account.name === account);
  }

  private addKey(key: model.Key): void {
    const { name } = key;
    if (key.existing) {
      const description = `ARN of the existing ${name} KMS key, not of an alias.`;
      const keyArn = this.variable(`${stem(name, "key")}_key_arn`, key.keyArn, description, is.keyArn);
      const policy = key.policy && withArn(key.policy, key.keyArn, keyArn);
      const account = get(this.accounts, key.account);
      this.keys.set(
        name,
        defaults.existingKey<Text>({ name, account, keyArn, preventDestroy: PREVENT_DESTROY, policy }),
      );
      return;
    }
    const unsaid = defaults.key({ name, account: key.account });
    const unsaidOfModule = defaults.key<Text>({ name, account: get(this.accounts, key.account) });
    this.keys.set(name, { alias: this.alias(key), ...this.key(key, unsaid, unsaidOfModule) });
  }

  private addBucketName(bucket: model.Bucket): void {
    const { name, account, bucketNamespace, encryption, existing } = bucket;
    const owner = get(this.accounts, account);
    const where = existing
      ? "It must exist already."
      : bucketNamespace === "global"
        ? "Bucket names are unique across all AWS accounts."
        : "It must end with -<account id>-<region>-an, with the account and the region of the bucket.";
    const { name: bucketName, arn } = this.named(
      `${stem(name, "bucket")}_bucket`,
      bucket.bucketName,
      `Name of the ${name} bucket. ${where}`,
      (variable) => is.bucketName(variable, bucketNamespace, this.longestName(bucket)),
    );
    this.bucketNames.set(name, bucketName);
    this.bucketArns.set(name, arn(defaults.bucketArn<Text>(owner, bucketName)));
    if (encryption.kind !== "own key") return;
    const unsaid = defaults.ownKey(bucket);
    const unsaidOfModule = defaults.ownKey<Text>({ name, account: owner, bucketName });
    const { key } = encryption;
    const alias = key.alias === unsaid.alias ? unsaidOfModule.alias : this.alias(key);
    const own = { alias, ...this.key(key, unsaid, unsaidOfModule) };
    this.keys.set(name, own);
    this.ownKeys.set(name, own);
  }

  /** A role that is named after the bucket has at most 64 characters. */
  private longestName({ name, bucketName }: model.Bucket): number {
    const unsaid = defaults.defaultReplicationRoleName(bucketName);
    const hasRole = this.original.replications.some(
      ({ from, role }) => from.name === name && role.roleName === unsaid,
    );
    return hasRole ? 64 - defaults.defaultReplicationRoleName("").length : 63;
  }

  private addBucket(original: model.Bucket): void {
    const { encryption, otherKeys, existing, statements, forceDestroy, tags, ...others } = original;
    const { restrictions: _, denied: __, replicationEvents, ...rest } = others;
    const { name, account: owner, bucketArn: originalArn } = rest;
    const account = get(this.accounts, owner);
    const bucketName = get(this.bucketNames, { name });
    const bucketArn = get(this.bucketArns, { name });
    const bucket = defaults.bucket<Text>({
      ...rest,
      account,
      bucketName,
      bucketArn,
      encryption: this.encryption(encryption),
      otherKeys: otherKeys.map((key) => get(this.keys, key)),
      preventDestroy: PREVENT_DESTROY,
      statements: statements && withArnIn(statements, originalArn, bucketArn),
      replicationEvents: replicationEvents === undefined ? undefined : this.topic(replicationEvents, name),
      existing: existing && {
        ...existing,
        isImported: false,
        policy: withArn(existing.policy, originalArn, bucketArn),
      },
      forceDestroy: forceDestroy ?? (existing || isForever(rest) ? undefined : this.callers("forceDestroy")),
      tags: inHcl(tags),
    });
    this.buckets.set(name, bucket);
  }

  private encryption(encryption: model.Encryption): model.Encryption<Text> {
    switch (encryption.kind) {
      case "own key":
        return { ...encryption, key: get(this.ownKeys, encryption.key) };
      case "shared key":
        return { ...encryption, key: get(this.keys, encryption.key) };
      case "no key":
        return encryption;
    }
  }

  /** Comes after all principals, which they can name. */
  private addRestrictions({ name, restrictions, denied }: model.Bucket): void {
    this.buckets.set(name, {
      ...get(this.buckets, { name }),
      restrictions: restrictions && this.restrictions(name, restrictions),
      denied: denied.map((each) => this.denied(each)),
    });
  }

  private denied({ name }: model.DeniedPrincipal): model.DeniedPrincipal<Text> {
    return { name, principalArn: get(this.principals, { name }).principalArn };
  }

  private restrictions(bucket: string, restrictions: model.Restrictions): model.Restrictions<Text> {
    const { organizationId, vpcEndpointIds, sourceIps, except } = restrictions;
    const what = `that the ${bucket} bucket accepts`;
    const listed = (name: string, values: readonly string[], description: string, rules: Validations) =>
      values.length === 0 ? [] : [this.variable(`${bucket}_${name}`, [...values], description, rules)];
    return {
      organizationId:
        organizationId === undefined
          ? undefined
          : this.variable(
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
      except: except.map((arn, index) => this.excepted(bucket, arn, index)),
    };
  }

  /** A principal of the module, or somebody who its caller names. */
  private excepted(bucket: string, arn: string, index: number): Text {
    const principal = this.original.principals.find(({ principalArn }) => principalArn === arn);
    if (principal) return get(this.principals, principal).principalArn;
    const number = index === 0 ? "" : `_${index + 1}`;
    return this.variable(
      `${bucket}_excepted_arn${number}`,
      arn,
      `ARN of a role or user that the limits of the ${bucket} bucket do not hold for, such as the one that deploys the module.`,
      is.roleOrUserArn,
    );
  }

  /** Has no default: a second call of the module in the same account needs another alias. */
  private alias({ name, alias }: model.NewKey): Reference {
    return this.variable(
      `${stem(name, "key")}_key_alias`,
      alias,
      `Alias of the ${name} KMS key, beginning with alias/. Aliases are unique in an account and region.`,
      is.keyAlias,
    );
  }

  /** Settings with their default value follow from other variables. The caller passes the alias. */
  private key(
    { name, description, deletionWindowInDays, isMultiRegion, replicaOf, tags, statements }: model.NewKey,
    unsaid: model.NewKey,
    unsaidOfModule: model.NewKey<Text>,
  ): Omit<model.NewKey<Text>, "alias"> {
    const { account } = unsaidOfModule;
    return {
      existing: false,
      name,
      account,
      description:
        description === unsaid.description
          ? unsaidOfModule.description
          : this.variable(
              `${stem(name, "key")}_key_description`,
              description,
              `Description of the ${name} KMS key.`,
              is.keyDescription,
              description,
            ),
      deletionWindowInDays:
        deletionWindowInDays === unsaid.deletionWindowInDays
          ? this.callers("deletionWindow")
          : deletionWindowInDays,
      preventDestroy: PREVENT_DESTROY,
      isMultiRegion,
      replicaOf,
      statements,
      tags: inHcl(tags),
    };
  }

  private principal(principal: model.Principal): model.Principal<Text> {
    const { name } = principal;
    const account = get(this.accounts, principal.account);
    if (principal.kind === "account") {
      const { principalTags } = principal;
      return defaults.entireAccount<Text>({ name, account, principalTags });
    }
    if (principal.kind === "organization") return this.organization(principal, account);
    if (principal.kind === "permission set") return this.permissionSet(principal, account);
    const which = principal.existing ? "existing " : "";
    const { path, grantedAs } = principal;
    const statements = this.ownStatements(principal.statements);
    if (principal.kind === "user") {
      const description = `Name of the ${which}${name} user.`;
      const { name: userName, arn } = this.iamName(
        `${stem(name, "user")}_user`,
        principal.userName,
        description,
        "user",
      );
      const principalArn = arn(defaults.userArn<Text>(account, path, userName));
      const user = { name, account, path, grantedAs, statements, userName, principalArn };
      if (principal.existing) return defaults.existingUser<Text>(user);
      const { tags } = principal;
      return defaults.newUser<Text>({
        ...user,
        permissionsBoundary: this.boundary(principal),
        tags: inHcl(tags),
      });
    }
    const description = `Name of the ${which}${name} role.`;
    const { name: roleName, arn } = this.iamName(
      `${stem(name, "role")}_role`,
      principal.roleName,
      description,
      "role",
    );
    const principalArn = arn(defaults.roleArn<Text>(account, path, roleName));
    const role = { name, account, path, grantedAs, statements, roleName, principalArn };
    if (principal.existing) return defaults.existingRole<Text>(role);
    const assumedBy = this.assumedBy(principal);
    this.trusted.set(name, assumedBy);
    const externalId = this.externalId(principal);
    return defaults.newRole<Text>({
      ...role,
      assumedBy,
      externalId,
      mfa: principal.mfa,
      maxSessionDuration: principal.maxSessionDuration,
      permissionsBoundary: this.boundary(principal),
      tags: inHcl(principal.tags),
      sessionTags: principal.sessionTags,
      trustStatements: this.ownStatements(principal.trustStatements),
    });
  }

  /** The names of buckets in them follow from variables. */
  private ownStatements(statements: model.OwnStatements | undefined): model.OwnStatements<Text> | undefined {
    if (statements === undefined) return undefined;
    return this.original.buckets.reduce<model.OwnStatements<Text>>(
      (document, bucket) => withArnIn(document, bucket.bucketArn, get(this.bucketArns, bucket)),
      statements,
    );
  }

  private organization(
    { name, organizationId: id, paths: original, principalTags }: model.Organization,
    account: model.Account<Text>,
  ): model.Organization<Text> {
    const isGranted = this.original.access.some(({ principal }) => principal.name === name);
    if (!isGranted)
      return defaults.organization<Text>({
        name,
        account,
        organizationId: id,
        paths: original,
        principalTags,
      });
    const organizationId = this.variable(
      `${name}_organization_id`,
      id,
      `ID of the organization ${name}.`,
      is.organizationId,
    );
    const paths =
      original.length === 0
        ? []
        : [
            this.variable(
              `${name}_organization_paths`,
              [...original],
              `Paths of the OUs of ${name} with access. Each ends with /, or with /* to include the OUs below.`,
              is.organizationPaths,
            ),
          ];
    const principalArn = defaults.organizationArn<Text>(account, organizationId, []);
    return defaults.organization<Text>({ name, account, organizationId, paths, principalArn, principalTags });
  }

  private permissionSet(
    { name, permissionSetName: original, region }: model.PermissionSet,
    account: model.Account<Text>,
  ): model.PermissionSet<Text> {
    const { name: permissionSetName, arn } = this.named(
      `${stem(name, "permission_set")}_permission_set`,
      original,
      `Name of the permission set ${name} in IAM Identity Center.`,
      is.permissionSetName,
    );
    const principalArn = arn(defaults.permissionSetArn<Text>(account, region, permissionSetName));
    return defaults.permissionSet<Text>({ name, account, permissionSetName, region, principalArn });
  }

  /** Comes after all principals: a role can trust later ones, and itself. */
  private addTrustedPrincipals(principal: model.Principal): void {
    if (principal.kind !== "role" || principal.existing) return;
    for (const trusted of principal.assumedBy)
      if (trusted.kind === "principal")
        this.trusted
          .get(principal.name)
          ?.push(defaults.trustedPrincipal(get(this.principals, trusted), trusted.isDelegated));
  }

  /** Trusted services are part of the module. Who else is trusted depends on the caller, so it becomes variables. */
  private assumedBy({ name, account, assumedBy }: model.NewRole): model.Trusted<Text>[] {
    const arns = assumedBy.flatMap((trusted) => (trusted.kind === "arn" ? [trusted.arn] : []));
    const others = assumedBy.flatMap((trusted) => this.trustedByCondition(name, account, trusted) ?? []);
    if (arns.length === 0) return others;
    const variable = this.variable(
      `${name}_assumed_by`,
      [...new Set(arns)],
      `ARNs of the roles, users and account roots that can assume the ${name} role.`,
      is.trustedArns,
    );
    return [{ kind: "arn", arn: variable }, ...others];
  }

  private trustedByCondition(
    name: string,
    account: model.Account,
    trusted: model.Trusted,
  ): model.Trusted<Text> | undefined {
    switch (trusted.kind) {
      case "service":
        return { ...trusted, ...this.source(name, trusted) };
      case "oidc":
        return this.oidc(name, get(this.accounts, account), trusted);
      case "saml": {
        const description = `ARN of the SAML provider whose users can assume the ${name} role.`;
        const wanted = `${name}_saml_provider_arn`;
        return {
          ...trusted,
          providerArn: this.variable(wanted, trusted.providerArn, description, is.samlProviderArn),
        };
      }
      default:
        return undefined;
    }
  }

  /** An account of the topology is that of its provider. */
  private source(name: string, { service, sourceAccount, sourceArn }: model.TrustedService) {
    const what = `for which ${service} can assume the ${name} role`;
    return {
      sourceAccount:
        sourceAccount === undefined
          ? undefined
          : (this.ownAccountId(sourceAccount) ??
            this.variable(`${name}_source_account_id`, sourceAccount, `Account ${what}.`, is.accountId)),
      sourceArn:
        sourceArn === undefined
          ? undefined
          : this.variable(`${name}_source_arn`, sourceArn, `ARN, or pattern of ARNs, ${what}.`, is.sourceArn),
    };
  }

  /** The issuer is part of the module, unless it belongs to one cluster or instance. */
  private oidc(
    name: string,
    account: model.Account<Text>,
    trusted: model.TrustedOidc,
  ): model.TrustedOidc<Text> {
    const { issuer: original, subjects, hasWildcards } = trusted;
    const issuer = isSharedIssuer(original)
      ? original
      : this.variable(
          `${name}_oidc_issuer`,
          original,
          `Issuer of the tokens with which the ${name} role can be assumed, without https://.`,
          is.oidcIssuer,
        );
    const patterns = hasWildcards ? " Can contain wildcards." : "";
    const variable = this.variable(
      `${name}_subjects`,
      [...subjects],
      `Subjects of the tokens with which the ${name} role can be assumed.${patterns}`,
      (each) => is.subjects(each, hasWildcards, beginningsOf(trusted)),
    );
    return {
      ...trusted,
      issuer,
      providerArn: defaults.oidcProviderArn<Text>(account, issuer),
      subjects: [variable],
    };
  }

  /** Services do not send one. */
  private externalId({ name, externalId, assumedBy }: model.NewRole): Reference | undefined {
    const description = `External ID that callers must pass to assume the ${name} role.`;
    return externalId === undefined || assumedBy.every(({ kind }) => kind !== "arn" && kind !== "principal")
      ? undefined
      : this.variable(`${name}_external_id`, externalId, description, is.externalId);
  }

  private boundary({ name, permissionsBoundary }: model.NewRole | model.NewUser): Reference | undefined {
    const description = `ARN of the permissions boundary of ${name}.`;
    return permissionsBoundary === undefined
      ? undefined
      : this.variable(`${name}_permissions_boundary`, permissionsBoundary, description, is.policyArn);
  }

  /** With the prefixes of the role's access, which can be variables. */
  private dataSyncTask(task: model.DataSyncTask): model.DataSyncTask<Text> {
    const prefixIn = (bucket: model.Bucket, prefix: string): Text => {
      const edge = this.accessTo.get(bucket.name).find(({ principal }) => principal.name === task.role.name);
      return edge === undefined || prefix === "" ? prefix : this.access(edge).prefix;
    };
    return {
      ...task,
      from: get(this.buckets, task.from),
      to: get(this.buckets, task.to),
      role: get(this.principals, task.role) as model.NewRole<Text>,
      fromPrefix: prefixIn(task.from, task.fromPrefix),
      toPrefix: prefixIn(task.to, task.toPrefix),
    };
  }

  private access(edge: model.Access): model.Access<Text> {
    const { principal, bucket, permissions } = edge;
    return {
      principal: get(this.principals, principal),
      bucket: get(this.buckets, bucket),
      permissions,
      prefix: this.prefix(edge),
    };
  }

  /** An account of the topology is that of its provider. Other accounts, organizations and ARNs are the caller's. */
  private service(original: model.AwsService): model.AwsService<Text> {
    const { name, service, sources } = original;
    if (!this.sharedSources.delivers(original)) return original;
    return {
      name,
      service,
      sources: sources.map(({ accountId, organizationId, arns }) => ({
        accountId: accountId === undefined ? undefined : this.sourceAccount(service, accountId),
        organizationId:
          organizationId === undefined
            ? undefined
            : this.sourceVariable(service, organizationId, (of, what) =>
                this.variable(
                  `${of}_organization_id`,
                  organizationId,
                  `ID of the organization ${what}.`,
                  is.organizationId,
                ),
              ),
        arns: this.sourceArns(original, arns),
      })),
    };
  }

  /** An account that no service of this kind is for stays as it is. */
  private sourceAccount(service: model.AwsService["service"], accountId: string): Text {
    const own = this.ownAccountId(accountId);
    if (own !== undefined || this.sharedSources.namesFor(service, accountId).length === 0)
      return own ?? accountId;
    return this.sourceVariable(service, accountId, (of, what) =>
      this.variable(`${of}_account_id`, accountId, `ID of an account ${what}.`, is.accountId),
    );
  }

  /** ARNs that can cover those of another principal stay, with the accounts of the module in them. */
  private sourceArns(original: model.AwsService, arns: readonly string[]): readonly Text[] {
    const { service } = original;
    if (arns.length === 0) return arns;
    if (this.sharedSources.staysLiteral(original, arns))
      return arns.map((arn) => {
        const [, partition = "", of, region, account = "", ...rest] = arn.split(":");
        const isOwn = this.original.accounts.some((each) => each.partition === partition);
        const start = isOwn ? reference("local.partition") : partition;
        return text<Text>`arn:${start}:${of ?? ""}:${region ?? ""}:${this.sourceAccount(service, account)}:${rest.join(":")}`;
      });
    return [
      this.sourceVariable(service, arns, (of, what) =>
        this.variable(`${of}_source_arns`, [...arns], `ARNs, or patterns of ARNs, ${what}.`, is.sourceArns),
      ),
    ];
  }

  /** The variable for what a service acts for, which all its principals have in common. */
  private sourceVariable(
    service: model.AwsService["service"],
    value: string | readonly string[],
    declare: (name: string, what: string) => Reference,
  ): Reference {
    const id = JSON.stringify([service, value]);
    const names = this.sharedSources.namesFor(service, value);
    const variable =
      this.sourceVariables.get(id) ??
      declare(
        names[0] ?? service,
        `for which ${deliveringService(service).principal} acts as ${list(names, "and")}`,
      );
    this.sourceVariables.set(id, variable);
    return variable;
  }

  private ownAccountId(accountId: string): Text | undefined {
    const own = this.original.accounts.find((account) => account.accountId === accountId);
    return own && get(this.accounts, own).accountId;
  }

  private delivery(edge: model.Delivery): model.Delivery<Text> {
    return {
      service: get(this.services, edge.service),
      bucket: get(this.buckets, edge.bucket),
      prefix: this.deliveryPrefix(edge),
    };
  }

  private deliveryPrefix(edge: model.Delivery): Text {
    const { service, bucket, prefix } = edge;
    if (prefix === "" || this.sharedSources.prefixStaysLiteral(edge)) return prefix;
    return this.sourceVariable(service.service, [bucket.name, prefix], () => {
      const { expression } = this.variable(
        `${service.name}_${bucket.name}_prefix`,
        prefix,
        `Object key prefix for ${list(this.sharedSources.namesAt(edge), "and")} in ${bucket.name}.`,
        deliveringService(service.service).hasFolders ? is.folderPrefix : is.prefix,
        prefix,
      );
      return reference(expression, { isWord: false });
    });
  }

  private replication(edge: model.Replication): model.Replication<Text> {
    const { from, to, deleteMarkers, minimalKms, replicaKey, settings } = edge;
    const prefix = this.prefix(edge);
    const role = this.replicationRoles.get(from.name) ?? this.replicationRole(edge);
    this.replicationRoles.set(from.name, role);
    const [source, destination] = [get(this.buckets, from), get(this.buckets, to)];
    const alarms = { failed: this.alarm(edge, edge.alarms.failed), late: this.alarm(edge, edge.alarms.late) };
    return {
      from: source,
      to: destination,
      role,
      prefix,
      deleteMarkers,
      minimalKms,
      replicaKey: replicaKey && get(this.keys, replicaKey),
      settings,
      alarms,
    };
  }

  private alarm({ from }: model.Replication, alarm: model.Alarm | undefined): model.Alarm<Text> | undefined {
    if (alarm === undefined) return undefined;
    const { name } = alarm.account;
    const place = name === from.account.name ? from.name : `${from.name}_${name}`;
    return { topicArn: this.topic(alarm.topicArn, place), account: get(this.accounts, alarm.account) };
  }

  /** Several buckets often have one topic. */
  private topic(topicArn: string, place: string): Reference {
    const known = this.topics.get(topicArn);
    if (known) return known;
    const topic = this.variable(
      `${place}_topic_arn`,
      topicArn,
      "ARN of the SNS topic that is told when replication fails. Its policy must have the statements of the output for it.",
      is.topicArn,
    );
    this.topics.set(topicArn, topic);
    return topic;
  }

  private replicationRole({ from, role }: model.Replication): model.NewRole<Text> {
    const bucket = get(this.buckets, from);
    const unsaid = defaults.defaultReplicationRoleName(from.bucketName);
    if (role.roleName === unsaid) return defaults.replicationRole<Text>(bucket);
    const description = `Name of the role that S3 assumes to replicate the ${from.name} bucket.`;
    const { name: roleName, arn } = this.iamName(
      `${from.name}_replication_role`,
      role.roleName,
      description,
      "role",
    );
    const principalArn = arn(defaults.roleArn<Text>(bucket.account, role.path, roleName));
    return defaults.replicationRole<Text>(bucket, { roleName, principalArn });
  }

  private prefix(edge: Edge): Text {
    const { prefix: value } = edge;
    const group = this.sharedPrefixes.groupOf(edge);
    const [first = edge] = group;
    const before = this.prefixes.get(first);
    if (before !== undefined) return before;
    if (value === "" || group.some((each) => this.staysLiteral(each))) return value;
    const [name, what] = prefixOf(edge);
    const others = group.length > 1 ? ", and for others of the same objects" : "";
    const description = `Object key prefix for ${what}${others}.`;
    const { expression } = this.variable(name, value, description, is.prefix, value);
    const prefix = reference(expression, { isWord: false });
    this.prefixes.set(first, prefix);
    return prefix;
  }

  /**
   * A prefix with a policy variable stays a literal. So does a prefix that covers another one, because the policies then
   * leave out the narrower one. A single `$` would cover the reference to another prefix.
   */
  private staysLiteral(edge: Edge): boolean {
    const { prefix: value } = edge;
    const others: readonly Edge[] =
      "bucket" in edge
        ? this.accessTo.get(edge.bucket.name).filter((other) => shareStatements(edge, other))
        : this.replicationsFrom.get(edge.from.name);
    const different = others.map(({ prefix }) => prefix).filter((prefix) => prefix !== value);
    return (
      value.includes("${") ||
      different.some((prefix) => prefix.startsWith(value) || value.startsWith(prefix) || prefix === "$")
    );
  }

  private callers(which: keyof typeof COMMON): Reference {
    const variable = COMMON[which];
    this.common.add(variable);
    return reference(`var.${variable.name}`);
  }

  private iamName(thing: string, value: string, description: string, kind: "role" | "user") {
    return this.named(thing, value, description, (variable) => is.iamName(variable, kind));
  }

  /**
   * A variable that names something, and the local for an ARN in which nothing else is named by a variable.
   *
   * @param thing such as `source_bucket`, of which `source_bucket_name` and `source_bucket_arn` are made
   */
  private named(
    thing: string,
    value: string,
    description: string,
    validations: Validations,
  ): { readonly name: Reference; readonly arn: (value: Text) => Local } {
    const arnName = `${thing}_arn${this.suffix(`${thing}_name`)}`;
    const name = this.variable(`${thing}_name`, value, description, validations);
    return {
      name,
      arn: (arn) => {
        const named = local(arnName, arn);
        this.arns.push(named);
        return named;
      },
    };
  }

  private variable<T extends ModuleVariable["example"]>(
    wanted: string,
    example: T,
    description: string,
    validations: (name: string) => ModuleVariable["validations"],
    fallback?: T,
  ): Reference {
    const name = `${wanted}${this.suffix(wanted)}`;
    this.variables.set(name, {
      name,
      type: typeOf(example),
      description,
      ...(fallback !== undefined && { default: fallback }),
      validations: validations(name),
      example,
    });
    return reference(`var.${name}`);
  }

  /** Two names, such as `source` and `source_bucket`, can lead to the same variable. A number tells them apart. */
  private suffix(wanted: string): string {
    if (!this.variables.has(wanted)) return "";
    let number = 2;
    while (this.variables.has(`${wanted}_${number}`)) number++;
    return `_${number}`;
  }
}

/**
 * A module is called for tests and sandboxes too, which must go again. Terraform takes no variable here, and `terraform test`
 * cannot remove what is protected.
 */
const PREVENT_DESTROY = false;

/** In the order of the module's variables. */
const COMMON = {
  deletionWindow: {
    name: "deletion_window_in_days",
    type: "number",
    description: "Waiting period in days before a KMS key is deleted, from 7 to 30.",
    default: 30,
    validations: is.deletionWindow("deletion_window_in_days"),
    example: 30,
  },
  forceDestroy: {
    name: "force_destroy",
    type: "bool",
    description: "Whether to delete all objects when a bucket is destroyed.",
    default: false,
    validations: [],
    example: false,
  },
  tags: {
    name: "tags",
    type: "map(string)",
    description: "Tags for all resources that support tags.",
    default: {},
    validations: is.tags("tags"),
    example: {},
  },
} as const satisfies Readonly<Record<string, ModuleVariable>>;

/** Tags as HCL, to merge with the caller's. */
function inHcl(tags: model.Tags): model.Tags | Reference {
  return Object.keys(tags).length === 0 ? tags : reference(renderValue(literal(tags)));
}

/** Whether nobody can delete the objects of a bucket, which leaves nothing to choose. */
function isForever({ objectLock }: Pick<model.Bucket, "objectLock">): boolean {
  return objectLock !== undefined && objectLock !== true && objectLock.mode === "compliance";
}

type Validations = (name: string) => ModuleVariable["validations"];

type Edge = model.Access | model.Replication;

/** The name of the variable for the prefix of an access or replication, and what the prefix belongs to. */
function prefixOf(edge: Edge): [name: string, what: string] {
  if ("bucket" in edge) {
    const { principal, bucket } = edge;
    return [`${principal.name}_${bucket.name}_prefix`, `the access of ${principal.name} to ${bucket.name}`];
  }
  const { from, to } = edge;
  return [`${from.name}_${to.name}_prefix`, `the replication from ${from.name} to ${to.name}`];
}

/** What a subject must begin with, as a regular expression of Terraform, so that it does not match those of others. */
function beginningsOf({ issuerKind }: model.TrustedOidc): string {
  switch (issuerKind) {
    case "GitHub":
      return "^repo:[^/:*?]+/";
    case "GitLab":
      return "^project_path:[^/:*?]+/";
    case "HCP Terraform":
      return "^organization:[^:*?]+:";
    case "EKS":
      return "^system:serviceaccount:[^:*?]+:";
    case "other":
      return "^[^*?]";
  }
}

/** Whether two accesses to a bucket belong to the same principal, or one to the entire account of the other. */
function shareStatements(one: model.Access, other: model.Access): boolean {
  const [a, b] = [one.principal, other.principal];
  if (a.name === b.name) return true;
  const isEntire = a.kind === "account" || b.kind === "account";
  return isEntire && a.account.accountId === b.account.accountId;
}

/** Removes the suffix from `source_bucket`, because the variable adds it again. */
function stem(name: string, suffix: string): string {
  return name === suffix ? name : name.replace(new RegExp(`_${suffix}$`), "");
}

function typeOf(value: ModuleVariable["example"]): ModuleVariable["type"] {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "number";
  if (typeof value === "string") return "string";
  return Array.isArray(value) ? "list(string)" : "map(string)";
}

function get<T>(parts: ReadonlyMap<string, T>, { name }: { readonly name: string }): T {
  const part = parts.get(name);
  if (part === undefined) throw new Error(`the model refers to ${name}, which it does not have`);
  return part;
}

/** An earlier policy, in which the ARN of its bucket or key follows from a variable. */
function withArn(policy: model.ExistingPolicy, arn: string, by: Text): model.ExistingPolicy<Text> {
  return policy.kind === "handover"
    ? policy
    : { kind: "merge", document: withArnIn(policy.document, arn, by) };
}

function withArnIn(document: model.OwnStatements<Text>, arn: string, by: Text): model.OwnStatements<Text> {
  const replace = (value: unknown): unknown => {
    if (typeof value === "string") {
      if (value !== arn && !value.startsWith(`${arn}/`)) return value;
      return text<Text>`${by}${value.slice(arn.length)}`;
    }
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== "object" || value === null || isExpression(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replace(each)]));
  };
  return replace(document) as model.OwnStatements<Text>;
}
