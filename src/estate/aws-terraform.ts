import { createHash } from "node:crypto";
import { readAccounts } from "./accounts";
import { isKeyArn } from "../aws/arn";
import { Arguments } from "./arguments";
import type { AwsResources } from "./aws-resources";
import { DATA_SOURCES } from "./data-sources";
import type { Account, Policy, SettingCheck } from "./estate";
import { type AddedPolicy, readAddedPolicy } from "./added-policies";
import { type HandoverOutput, readHandover } from "./handovers";
import { modelledType } from "./modelled";
import { withoutScheme } from "./oidc-providers";
import { parsePolicyDocument } from "./policy-document";
import { quote } from "../messages/wording";
import { Problems } from "./problem";
import { settingChecks } from "./setting-checks";
import { type Configuration, isObject, type ResourceBlock } from "./terraform/configuration";
import { Evaluator, FAILED } from "./terraform/evaluator";

/** The resources of a configuration, whose expressions are evaluated here. */
export class AwsTerraform implements AwsResources {
  readonly isRefreshed = false;
  /** By alias. */
  readonly accounts: ReadonlyMap<string, Account | undefined>;
  private readonly evaluator: Evaluator;
  /** Its problems do not make the estate unknown. */
  private readonly lenient: Evaluator;
  private readonly byType = new Map<string, ResourceBlock[]>();
  /** The attributes of each resource that AWS generates. Kept, because many references name the same resource. */
  private readonly attributes = new Map<ResourceBlock, Map<string, unknown>>();
  private readonly sources: readonly ResourceBlock[];
  private readonly outputs: Configuration["outputs"];
  private readonly locals: Configuration["locals"];

  constructor(
    configuration: Configuration,
    variables: Readonly<Record<string, unknown>>,
    readonly problems: Problems,
  ) {
    const known = {
      knows: (type: string) => modelledType(type) !== undefined || ATTRIBUTES.has(type),
      attribute: (resource: ResourceBlock, name: string) => this.attribute(resource, name),
      data: (source: ResourceBlock, name: string) => this.data(source, name),
    };
    this.evaluator = new Evaluator(configuration, variables, known, problems);
    this.lenient = new Evaluator(configuration, variables, known, new Problems());
    this.sources = [...configuration.dataSources.values()];
    this.outputs = configuration.outputs;
    this.locals = configuration.locals;
    this.accounts = readAccounts(configuration.awsProviders, this.evaluator, problems);
    for (const resource of configuration.resources.values()) {
      const resources = this.byType.get(resource.type) ?? [];
      this.byType.set(resource.type, resources);
      resources.push(resource);
      if (modelledType(resource.type)) this.refuseSeveral(resource);
    }
  }

  resources(type: string): readonly ResourceBlock[] {
    return this.byType.get(type) ?? [];
  }

  /** Of those, buckets with a name that is known here, and keys with an ARN that is. */
  dataSources(type: string): readonly ResourceBlock[] {
    const argument = NAMED_BY[type];
    if (argument === undefined) return [];
    return this.sources.filter((source) => {
      if (source.type !== type) return false;
      const named = this.lenient.argument(source, argument);
      return typeof named === "string" && (argument !== "key_id" || isKeyArn(named));
    });
  }

  arguments(resource: ResourceBlock): Arguments {
    const place = { address: resource.address, path: [] };
    return new Arguments((name) => this.evaluator.argument(resource, name), place, this.problems);
  }

  checks(source: ResourceBlock): readonly SettingCheck[] {
    return settingChecks(source, (expression) => {
      const value = this.lenient.evaluate(`\${${expression}}`, {
        address: source.address,
        path: ["lifecycle"],
      });
      return value === FAILED ? undefined : value;
    });
  }

  /** @see https://developer.hashicorp.com/terraform/language/syntax/json#resource-and-data-blocks */
  account(resource: ResourceBlock): Account | undefined {
    const place = { address: resource.address, path: ["provider"] };
    const { provider } = resource.arguments;
    if (provider === undefined) {
      const message = `has no provider; set the provider of its account, such as "aws.${this.anAlias}"`;
      this.problems.add({ ...place, path: [] }, message);
      return undefined;
    }
    const alias = aliasOf(String(provider));
    if (alias === undefined || !this.accounts.has(alias)) {
      const message = `there is no provider ${quote(provider)} with an alias; use one such as "aws.${this.anAlias}"`;
      this.problems.add(place, message);
      return undefined;
    }
    return this.accounts.get(alias);
  }

  region(resource: ResourceBlock): string | undefined {
    return this.arguments(resource).text("region") ?? this.account(resource)?.region;
  }

  name(resource: ResourceBlock, argument = "name"): string | undefined {
    const why = "set it, because a name that Terraform generates is not known in advance";
    return this.arguments(resource).requiredText(argument, why);
  }

  path(resource: ResourceBlock): string {
    return this.arguments(resource).text("path") ?? "/";
  }

  tags(resource: ResourceBlock): Readonly<Record<string, string>> {
    const value = this.lenient.argument(resource, "tags");
    const tags = isObject(value) ? Object.entries(value) : [];
    return Object.fromEntries(
      tags.filter(([, each]) => each !== null).map(([key, each]) => [key, String(each)]),
    );
  }

  computed(resource: ResourceBlock, name: string): string | undefined {
    if (this.sources.includes(resource))
      return name === "arn" ? this.arguments(resource).text("key_id") : undefined;
    const value = this.attribute(resource, name);
    return typeof value === "string" ? value : undefined;
  }

  policy(resource: ResourceBlock, argument?: string): Policy | undefined {
    return this.policyIn(this.arguments(resource), argument);
  }

  policyIn(block: Arguments, argument = "policy"): Policy | undefined {
    const json = block.requiredText(argument, "write it with jsonencode");
    if (json === undefined) return undefined;
    const document = parsePolicyDocument(json, block.at(argument), this.problems);
    return document && { address: block.place.address, document };
  }

  /** The policies among the outputs. */
  offeredPolicies(): Policy[] {
    return [...this.outputs.values()].flatMap(({ address, arguments: { value } }) => {
      if (!this.isJsonEncoded(value)) return [];
      const place = { address, path: ["value"] };
      const json = this.evaluator.evaluate(value, place);
      if (typeof json !== "string" || !json.includes('"Statement"')) return [];
      const document = parsePolicyDocument(json, place, this.problems);
      return document ? [{ address, document }] : [];
    });
  }

  /** What is handed over to administrators of other accounts, in outputs. */
  handovers(): HandoverOutput[] {
    return [...this.outputs.values()].flatMap(({ address, arguments: { value } }) => {
      if (!address.startsWith("output.handover_")) return [];
      const place = { address, path: ["value"] };
      return readHandover(this.evaluator.evaluate(value, place), place, this.problems) ?? [];
    });
  }

  /** What is handed over to administrators of buckets and keys, in outputs. */
  addedPolicies(): AddedPolicy[] {
    return [...this.outputs.values()].flatMap(({ address, arguments: { value } }) => {
      if (!address.startsWith("output.handover_")) return [];
      const place = { address, path: ["value"] };
      return readAddedPolicy(this.evaluator.evaluate(value, place), place, this.problems) ?? [];
    });
  }

  /**
   * Looks at everything that is read, because a problem in one place hides others.
   *
   * @throws EstateError if there is any problem
   */
  throwProblems(): void {
    if (this.problems.areNone) return;
    for (const resource of [...this.byType.values()].flat()) {
      const args = this.arguments(resource);
      for (const name of modelledType(resource.type)?.read ?? []) {
        if (!args.has(name)) continue;
        if (name === "policy" || name === "assume_role_policy") this.policy(resource, name);
      }
    }
    this.problems.throwIfAny();
  }

  /** Whether a value uses jsonencode, or refers to a local that does. */
  private isJsonEncoded(value: unknown): boolean {
    if (typeof value !== "string") return false;
    const [, local] = /^\$\{\s*local\.([\w-]+)\s*\}$/.exec(value) ?? [];
    const written = local === undefined ? value : this.locals.get(local);
    return typeof written === "string" && /^\$\{\s*jsonencode\(/.test(written);
  }

  /** FAILED after a problem, undefined for an unknown attribute or an argument. */
  private attribute(resource: ResourceBlock, name: string): unknown {
    const compute = attributeOf(resource.type, name);
    if (compute === undefined) return undefined;
    const computed = this.attributes.get(resource) ?? new Map<string, unknown>();
    this.attributes.set(resource, computed);
    const before = computed.get(name);
    if (before !== undefined) return before;
    const value = compute(resource, this) ?? FAILED;
    computed.set(name, value);
    return value;
  }

  /** FAILED after a problem, undefined if only AWS knows the value. */
  private data(source: ResourceBlock, name: string): unknown {
    const argument = NAMED_BY[source.type];
    if (argument !== undefined && (name === argument || name === "id")) {
      const named = this.evaluator.argument(source, argument);
      return argument === "key_id" && name === "id" ? String(named).split("/").at(-1) : named;
    }
    const read = DATA_SOURCES.get(`${source.type}.${name}`);
    if (read === undefined) return undefined;
    const account = this.account(source);
    if (account === undefined) return FAILED;
    if (LOOK_UPS.some((argument) => Object.hasOwn(source.arguments, argument))) return undefined;
    return read({ ...account, region: this.region(source) ?? account.region });
  }

  private refuseSeveral({ address, arguments: args }: ResourceBlock): void {
    for (const name of ["count", "for_each", "dynamic"]) {
      if (!Object.hasOwn(args, name)) continue;
      const message = "is not supported here; write each resource and each block separately";
      this.problems.add({ address, path: [name] }, message);
    }
  }

  private get anAlias(): string {
    return this.accounts.keys().next().value ?? "source";
  }
}

/** The argument that names what a data source reads, of those that are read here. */
const NAMED_BY: Readonly<Record<string, "bucket" | "identifier" | "key_id">> = {
  aws_cloudcontrolapi_resource: "identifier",
  aws_s3_bucket: "bucket",
  aws_kms_key: "key_id",
};

/** Arguments of `aws_region` with which it looks up another region. */
const LOOK_UPS = ["name", "endpoint"];

/** `aws.source` → `source`. Terraform also accepts it in `${` and `}`. */
function aliasOf(provider: string): string | undefined {
  const reference =
    provider.startsWith("${") && provider.endsWith("}") ? provider.slice(2, -1).trim() : provider;
  return reference.startsWith("aws.") ? reference.slice("aws.".length) : undefined;
}

/** Undefined after a problem. */
type Attribute = (resource: ResourceBlock, aws: AwsResources) => string | undefined;

/** `arn:aws:iam::111111111111:role/path/name` */
const iamArn =
  (kind: "role" | "instance-profile" | "user" | "group" | "policy"): Attribute =>
  (resource, aws) => {
    const account = aws.account(resource);
    const name = aws.name(resource);
    if (account === undefined || name === undefined) return undefined;
    return `arn:${account.partition}:iam::${account.id}:${kind}${aws.path(resource)}${name}`;
  };

/** `arn:aws:kms:us-east-1:111111111111:key/id` */
const kmsArn =
  (within: Attribute): Attribute =>
  (resource, aws) => {
    const account = aws.account(resource);
    const rest = within(resource, aws);
    const region = aws.region(resource);
    if (account === undefined || rest === undefined || region === undefined) return undefined;
    return `arn:${account.partition}:kms:${region}:${account.id}:${rest}`;
  };

/** The issuer is part of the ARN, without `https://`. */
const oidcProviderArn: Attribute = (resource, aws) => {
  const account = aws.account(resource);
  const url = aws.arguments(resource).requiredText("url", "set the URL of the issuer");
  if (account === undefined || url === undefined) return undefined;
  return `arn:${account.partition}:iam::${account.id}:oidc-provider/${withoutScheme(url)}`;
};

const samlProviderArn: Attribute = (resource, aws) => {
  const account = aws.account(resource);
  const name = aws.name(resource);
  if (account === undefined || name === undefined) return undefined;
  return `arn:${account.partition}:iam::${account.id}:saml-provider/${name}`;
};

const bucketArn: Attribute = (resource, aws) => {
  const account = aws.account(resource);
  const name = bucketName(resource, aws);
  return account && name && `arn:${account.partition}:s3:::${name}`;
};

const accessPointArn: Attribute = (resource, aws) => {
  const account = aws.account(resource);
  const name = aws.name(resource);
  const region = aws.region(resource);
  if (account === undefined || name === undefined || region === undefined) return undefined;
  return `arn:${account.partition}:s3:${region}:${account.id}:accesspoint/${name}`;
};

const locationArn: Attribute = (resource, aws) => {
  const account = aws.account(resource);
  const region = aws.region(resource);
  const id = madeUpId(resource.address).replaceAll("-", "").slice(0, 17);
  return account && region && `arn:${account.partition}:datasync:${region}:${account.id}:location/loc-${id}`;
};

const name: Attribute = (resource, aws) => aws.name(resource);
const path: Attribute = (resource, aws) => aws.path(resource);
const region: Attribute = (resource, aws) => aws.region(resource);
const bucketName: Attribute = (resource, aws) => aws.name(resource, "bucket");
const keyId: Attribute = ({ address }) => madeUpId(address);
const keyArn = kmsArn((resource) => `key/${madeUpId(resource.address)}`);
/** A replica has the id of its primary key. */
const replicaId: Attribute = (resource, aws) =>
  aws.arguments(resource).requiredText("primary_key_arn", "set the ARN of the primary key")?.split("/").pop();
const replicaArn = kmsArn((resource, aws) => {
  const id = replicaId(resource, aws);
  return id && `key/${id}`;
});
const aliasArn = kmsArn(name);
const bucketSetting = { id: bucketName };

const BY_TYPE: Readonly<Record<string, Readonly<Record<string, Attribute>>>> = {
  aws_s3_bucket: { id: bucketName, arn: bucketArn, region },
  aws_s3_bucket_policy: bucketSetting,
  aws_s3_bucket_public_access_block: bucketSetting,
  aws_s3_bucket_ownership_controls: bucketSetting,
  aws_s3_bucket_server_side_encryption_configuration: bucketSetting,
  aws_s3_bucket_request_payment_configuration: bucketSetting,
  aws_s3_bucket_versioning: bucketSetting,
  aws_s3_bucket_replication_configuration: bucketSetting,
  aws_s3_access_point: { arn: accessPointArn },
  aws_kms_key: { id: keyId, key_id: keyId, arn: keyArn, region },
  aws_kms_external_key: { id: keyId, arn: keyArn, region },
  aws_kms_replica_key: { id: replicaId, key_id: replicaId, arn: replicaArn, region },
  aws_kms_replica_external_key: { id: replicaId, key_id: replicaId, arn: replicaArn, region },
  aws_kms_alias: { id: name, arn: aliasArn },
  aws_iam_role: { id: name, path, arn: iamArn("role") },
  aws_iam_instance_profile: { id: name, path, arn: iamArn("instance-profile") },
  aws_iam_user: { id: name, path, arn: iamArn("user") },
  aws_iam_group: { id: name, path, arn: iamArn("group") },
  aws_datasync_location_s3: { id: locationArn, arn: locationArn },
  aws_iam_openid_connect_provider: { id: oidcProviderArn, arn: oidcProviderArn },
  aws_iam_saml_provider: { id: samlProviderArn, arn: samlProviderArn },
  aws_iam_policy: { id: iamArn("policy"), path, arn: iamArn("policy") },
};

/**
 * Attributes that AWS generates, by resource type and name. Arguments are also attributes, but are only included if
 * they have a default.
 */
const ATTRIBUTES: ReadonlyMap<string, ReadonlyMap<string, Attribute>> = new Map(
  Object.entries(BY_TYPE).map(([type, attributes]) => [type, new Map(Object.entries(attributes))]),
);

/** How AWS generates an attribute; undefined for others. */
export function attributeOf(type: string, name: string): Attribute | undefined {
  return ATTRIBUTES.get(type)?.get(name);
}

/** An id in the format of key ids. AWS generates another one, but policies only compare ids with each other. */
function madeUpId(address: string): string {
  const digits = createHash("sha256").update(address).digest("hex");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
