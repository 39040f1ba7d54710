/**
 * From a topology to one that says nothing in particular: each name in it becomes one that occurs nowhere else, so that
 * it can be found again in whatever is synthesized, and replaced by what a module says instead of it.
 */
import type { Topology } from "../topology/topology";
import * as is from "./module-variable";
import type { ModuleVariable } from "./module-variable";
import { MadeUpRegions } from "./made-up-regions";

/** A topology with made-up names, and what stands for each of them in a module. */
export interface Parameterized {
  readonly topology: Topology;
  readonly variables: readonly ModuleVariable[];
  /** Made-up text → what replaces it within a string, such as `${var.source_bucket_name}`. */
  readonly replacements: ReadonlyMap<string, string>;
  /** What replaces some of them where a shell reads them, within single quotes. */
  readonly quoted: ReadonlyMap<string, string>;
  /** The variable that holds the name of each bucket. */
  readonly bucketVariables: ReadonlyMap<string, string>;
  /** Accounts whose regions must be the same, for one uses the keys of the other. */
  readonly sameRegion: readonly (readonly [string, string])[];
}

export function parameterize(topology: Topology): Parameterized {
  const parameters = new Parameters(topology);
  return parameters.result();
}

/** What a topology says of each variable of its module. */
export function exampleValues(topology: Topology): Record<string, ModuleVariable["example"]> {
  return Object.fromEntries(parameterize(topology).variables.map(({ name, example }) => [name, example]));
}

class Parameters {
  private readonly variables: ModuleVariable[] = [];
  private readonly replacements = new Map<string, string>();
  private readonly quoted = new Map<string, string>();
  private readonly bucketVariables = new Map<string, string>();
  private readonly replicationRoles = new Map<string, string>();
  /** Of several that stand in the same statements, by bucket and prefix. */
  private readonly sharedPrefixes = new Map<string, string>();
  private readonly regions: MadeUpRegions;

  constructor(private readonly original: Topology) {
    this.regions = new MadeUpRegions(original);
  }

  result(): Parameterized {
    const { keys, buckets, principals, access, replication } = this.original;
    const topology: Topology = {
      accounts: this.accounts(),
      ...(keys && {
        keys: mapEntries(keys, (key, name) =>
          this.key(key, name, this.keyAlias(key.alias ?? `alias/${name}`, name)),
        ),
      }),
      buckets: mapEntries(buckets, (bucket, name) => this.bucket(bucket, name)),
      ...(principals && {
        principals: mapEntries(principals, (principal, name) => this.principal(principal, name)),
      }),
      ...(access && {
        access: access.map((edge) => ({
          ...edge,
          prefix: this.prefix(edge.prefix, {
            variable: `${edge.principal}_${edge.bucket}_prefix`,
            of: `${edge.principal} in ${edge.bucket}`,
            bucket: edge.bucket,
            others: access.filter((other) => other !== edge && this.shareStatements(edge, other)),
          }),
        })),
      }),
      ...(replication && {
        replication: replication.map((edge) => ({
          ...edge,
          prefix: this.prefix(edge.prefix, {
            variable: `${edge.from}_${edge.to}_prefix`,
            of: `replication from ${edge.from} to ${edge.to}`,
            bucket: edge.from,
            others: replication.filter((other) => other !== edge && other.from === edge.from),
          }),
          role: this.replicationRole(edge.role, edge.from),
        })),
      }),
    };
    this.common();
    return {
      topology: JSON.parse(JSON.stringify(topology)) as Topology,
      variables: this.variables,
      replacements: this.replacements,
      quoted: this.quoted,
      bucketVariables: this.bucketVariables,
      sameRegion: this.regions.shared,
    };
  }

  /** Who deploys and where follows from the provider, so that nobody can state it wrong. */
  private accounts(): Topology["accounts"] {
    const ids = new Map<string, string>();
    return mapEntries(this.original.accounts, (account, name) => {
      const known = ids.get(account.id);
      const id = known ?? `9${String(ids.size + 1).padStart(11, "0")}`;
      if (known === undefined) {
        ids.set(account.id, id);
        this.replacements.set(id, `\${local.${name}_account_id}`);
      }
      const region = this.regions.of(name);
      if (!this.replacements.has(region)) this.replacements.set(region, `\${local.${name}_region}`);
      return { id, region };
    });
  }

  private bucket(bucket: Topology["buckets"][string], name: string): Topology["buckets"][string] {
    const variable = this.unused(`${stem(name, "bucket")}_bucket_name`);
    this.bucketVariables.set(name, variable);
    const placeholder = this.text(variable, `s3porter-bucket-${this.replacements.size}`);
    this.add(
      variable,
      bucket.name,
      `Name of the bucket ${name}, which nobody in AWS may have yet.`,
      is.bucketName,
    );
    const ownKey = typeof bucket.key === "object" ? bucket.key : {};
    const hasOwnKey = typeof bucket.key !== "string" && bucket.encryption !== "AES256";
    const alias =
      ownKey.alias === undefined
        ? `alias/\${replace(var.${variable}, ".", "-")}`
        : this.keyAlias(ownKey.alias, name);
    return {
      ...bucket,
      name: placeholder,
      ...(hasOwnKey && { key: this.key(ownKey, name, alias) }),
    };
  }

  /** @param alias what the module says for it */
  private key<K extends Exclude<Topology["buckets"][string]["key"], string | undefined>>(
    key: K,
    name: string,
    alias: string,
  ): K {
    const placeholder = `alias/s3porter-alias-${this.replacements.size}`;
    this.replacements.set(placeholder, alias);
    const description = key.description && this.describedKey(key.description, name);
    return { ...key, alias: placeholder, ...(description && { description }) };
  }

  /** Without a default, which a second call of the module would share. */
  private keyAlias(alias: string, name: string): string {
    const variable = this.unused(`${stem(name, "key")}_key_alias`);
    const description = `Alias of the key ${name}. Aliases are unique in an account and region.`;
    this.add(variable, alias, description, is.keyAlias);
    return `\${var.${variable}}`;
  }

  private describedKey(description: string, name: string): string {
    const variable = this.unused(`${stem(name, "key")}_key_description`);
    this.add(variable, description, `Description of the key ${name}.`, is.keyDescription, description);
    return this.text(variable, `s3porter-description-${this.replacements.size}`);
  }

  private principal(principal: Principal, name: string): Principal {
    const { role, user, path, assumed_by, external_id, permissions_boundary } = principal;
    const which = principal.existing ? "existing " : "";
    return {
      ...principal,
      ...(role !== undefined && {
        role: this.named(
          `${stem(name, "role")}_role_name`,
          role,
          `Name of the ${which}role ${name}.`,
          "role",
        ),
      }),
      ...(user !== undefined && {
        user: this.named(
          `${stem(name, "user")}_user_name`,
          user,
          `Name of the ${which}user ${name}.`,
          "user",
        ),
      }),
      ...(path !== undefined && path !== "/" && { path: this.path(path) }),
      ...(assumed_by && { assumed_by: this.assumedBy(assumed_by, name) }),
      ...(external_id !== undefined && { external_id: this.externalId(external_id, name) }),
      ...(permissions_boundary !== undefined && {
        permissions_boundary: this.boundary(permissions_boundary, name),
      }),
    };
  }

  private named(name: string, value: string, description: string, kind: "role" | "user"): string {
    const variable = this.unused(name);
    this.add(variable, value, description, (each) => is.iamName(each, kind));
    return this.text(variable, `s3porter-${kind}-${this.replacements.size}`);
  }

  /** Part of what the module is, but text that nothing may be found in. */
  private path(value: string): string {
    const placeholder = `/s3porter-path-${this.replacements.size}/`;
    this.replacements.set(placeholder, value);
    return placeholder;
  }

  /** Services are part of what the module is, and ARNs of where it is used. */
  private assumedBy(assumedBy: readonly string[], name: string): string[] {
    const arns = [...new Set(assumedBy)].filter((trusted) => trusted.startsWith("arn:"));
    const services = assumedBy.filter((trusted) => !trusted.startsWith("arn:"));
    if (arns.length === 0) return services;
    const variable = this.unused(`${name}_assumed_by`);
    this.add(
      variable,
      arns,
      `ARNs of the roles, users and account roots that may assume ${name}.`,
      is.trustedArns,
    );
    const placeholder = `arn:aws:iam::900000000000:user/s3porter-${this.replacements.size}`;
    this.replacements.set(placeholder, `\${var.${variable}}`);
    return [placeholder, ...services];
  }

  private externalId(value: string, name: string): string {
    const variable = this.unused(`${name}_external_id`);
    this.add(variable, value, `What whoever assumes ${name} must state.`, is.externalId);
    return this.text(variable, `s3porter-external-id-${this.replacements.size}`);
  }

  private boundary(value: string, name: string): string {
    const variable = this.unused(`${name}_permissions_boundary`);
    this.add(variable, value, `ARN of the policy that caps what ${name} may do.`, is.policyArn);
    const placeholder = `arn:aws:iam::900000000000:policy/s3porter-${this.replacements.size}`;
    this.replacements.set(placeholder, `\${var.${variable}}`);
    return placeholder;
  }

  /**
   * One with a policy variable is part of what the module is. So is one that covers another, for the policies then say
   * nothing of the narrower one.
   */
  private prefix(value: string | undefined, { variable, of, bucket, others }: PrefixUse): string | undefined {
    if (value === undefined || value.includes("${")) return value;
    const prefixes = others.map(({ prefix = "" }) => prefix);
    const different = prefixes.filter((prefix) => prefix !== value);
    if (different.some((prefix) => prefix.startsWith(value) || value.startsWith(prefix))) return value;
    const isShared = different.length < prefixes.length;
    const shared = isShared ? this.sharedPrefixes.get(`${bucket} ${value}`) : undefined;
    if (shared !== undefined) return shared;
    const name = this.unused(variable);
    this.add(name, value, `Beginning of the object keys that ${of} is about.`, is.prefix, value);
    // With a space, which the runbook's commands have in quotes.
    const placeholder = this.text(name, `s3porter prefix-${this.replacements.size}/`);
    this.quoted.set(placeholder, `\${replace(var.${name}, "'", "'\\\\''")}`);
    if (isShared) this.sharedPrefixes.set(`${bucket} ${value}`, placeholder);
    return placeholder;
  }

  /** Whether two of a bucket are about the same principal, or one is about all of the other's account. */
  private shareStatements(one: Access, other: Access): boolean {
    const { principals = {}, accounts } = this.original;
    if (one.bucket !== other.bucket) return false;
    if (one.principal === other.principal) return true;
    const [a, b] = [principals[one.principal], principals[other.principal]];
    const isEntire = a?.entire_account ?? b?.entire_account ?? false;
    return isEntire && accounts[a?.account ?? ""]?.id === accounts[b?.account ?? ""]?.id;
  }

  private replicationRole(value: string | undefined, from: string): string | undefined {
    if (value === undefined) return undefined;
    const role =
      this.replicationRoles.get(from) ??
      this.named(
        `${from}_replication_role_name`,
        value,
        `Name of the role that S3 assumes to replicate ${from}.`,
        "role",
      );
    this.replicationRoles.set(from, role);
    return role;
  }

  /** What every module has. */
  private common(): void {
    this.add(
      "deletion_window_in_days",
      30,
      "Days for which a deleted key can be rescued, `7` to `30`.",
      is.deletionWindow,
      30,
    );
    this.add(
      "force_destroy",
      false,
      "Whether destroying a bucket deletes the objects in it.",
      () => [],
      false,
    );
    this.add("tags", {}, "Tags for every resource that takes them.", is.tags, {});
  }

  /** Of the names of two things, such as `source` and `source_bucket`, the same can become. */
  private unused(variable: string): string {
    let unused = variable;
    for (let number = 2; this.variables.some(({ name }) => name === unused); number++)
      unused = `${variable}_${number}`;
    return unused;
  }

  private text(variable: string, placeholder: string): string {
    this.replacements.set(placeholder, `\${var.${variable}}`);
    return placeholder;
  }

  private add<T extends ModuleVariable["example"]>(
    name: string,
    example: T,
    description: string,
    validations: (name: string) => ModuleVariable["validations"],
    fallback?: T,
  ): void {
    this.variables.push({
      name,
      type: typeOf(example),
      description,
      ...(fallback !== undefined && { default: fallback }),
      validations: validations(name),
      example,
    });
  }
}

/** What a prefix is of. */
interface PrefixUse {
  /** The name of its variable, if nothing else has it. */
  readonly variable: string;
  readonly of: string;
  readonly bucket: string;
  /** What else stands in the same statements. */
  readonly others: readonly { readonly prefix?: string }[];
}

type Access = NonNullable<Topology["access"]>[number];
type Principal = NonNullable<Topology["principals"]>[string];

/** `source_bucket` is a bucket already. */
function stem(name: string, suffix: string): string {
  return name === suffix ? name : name.replace(new RegExp(`_${suffix}$`), "");
}

function typeOf(value: ModuleVariable["example"]): ModuleVariable["type"] {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "number";
  if (typeof value === "string") return "string";
  return Array.isArray(value) ? "list(string)" : "map(string)";
}

function mapEntries<T, U>(
  entries: Readonly<Record<string, T>>,
  map: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, map(value, name)]));
}
