import { createHash } from "node:crypto";
import { Arguments } from "../arguments";
import type { AwsResources } from "../aws-resources";
import { attributeOf } from "../aws-terraform";
import type { Account, Policy, SettingCheck, Unmodelled } from "../estate";
import { modelledType } from "../modelled";
import { parsePolicyDocument } from "../policy-document";
import { type Place, Problems } from "../problem";
import { isObject, type ResourceBlock } from "../terraform/configuration";
import { FAILED } from "../terraform/evaluator";
import type { ValueAccounts } from "./accounts";
import { object, text } from "./json";
import { type PartialDocument, renderPolicyDocument } from "./policy-document-source";
import { type Reference, type ResourceValues, type TerraformValues, UNKNOWN } from "./terraform-values";

/**
 * The resources of a state, a plan or a rehearsal. What is wrong with them is a problem; what is not known is absent and
 * unmodelled, or makes a policy unknown.
 */
export class AwsValues implements AwsResources {
  readonly problems = new Problems();
  readonly isRefreshed: boolean;
  /** What the readers asked for and Terraform does not know yet, by address and argument. */
  private readonly unknowns = new Map<string, Unmodelled>();
  private readonly byAddress = new Map<string, Resource>();
  private readonly byType = new Map<string, Resource[]>();

  constructor(
    private readonly values: TerraformValues,
    private readonly accounts: ValueAccounts,
  ) {
    // The planned values of a resource that exists come from its state.
    this.isRefreshed = values.from === "state" || values.from === "plan";
    for (const resource of values.resources) {
      const { address, type, name, mode } = resource;
      const block = { address, type, name, arguments: resource.values, resource };
      this.byAddress.set(address, block);
      const kind = `${mode} ${type}`;
      const ofType = this.byType.get(kind);
      if (ofType) ofType.push(block);
      else this.byType.set(kind, [block]);
    }
  }

  get unmodelled(): readonly Unmodelled[] {
    return [...this.unknowns.values()];
  }

  resources(type: string): readonly ResourceBlock[] {
    return this.byType.get(`managed ${type}`) ?? [];
  }

  dataSources(type: string): readonly ResourceBlock[] {
    return this.byType.get(`data ${type}`) ?? [];
  }

  /** A state or plan has values, and no conditions. */
  checks(): readonly SettingCheck[] {
    return [];
  }

  arguments(block: ResourceBlock): Arguments {
    const { resource } = this.find(block);
    const get = (name: string): unknown => {
      const value = resource.values[name];
      // How a state writes what is not set.
      if (value === "") return undefined;
      return isPolicy(name) && value === UNKNOWN ? FAILED : this.known(value, resource, name, name);
    };
    return new Arguments(get, { address: block.address, path: [] }, this.problems);
  }

  account(block: ResourceBlock): Account | undefined {
    const { resource } = this.find(block);
    const account = this.accounts.of(resource);
    if (account === undefined) this.add(block.address, undefined, "its account is not known");
    return account;
  }

  region(block: ResourceBlock): string | undefined {
    return this.accounts.region(this.find(block).resource);
  }

  name(block: ResourceBlock, argument = "name"): string | undefined {
    const { resource } = this.find(block);
    const isSet = (resource.values[argument] ?? "") !== "";
    return isSet ? this.arguments(block).text(argument) : generatedName(resource, argument);
  }

  path(block: ResourceBlock): string {
    return this.arguments(block).text("path") ?? "/";
  }

  /** With the default tags of the provider, if Terraform knows them. */
  tags(block: ResourceBlock): Readonly<Record<string, string>> {
    const { tags, tags_all: all } = this.find(block).resource.values;
    const entries = Object.entries({ ...object(tags), ...object(all) });
    return Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  }

  computed(block: ResourceBlock, name: string): string | undefined {
    const value = this.find(block).resource.values[name];
    if (typeof value === "string" && value !== "") return value;
    return attributeOf(block.type, name)?.(block, this);
  }

  policy(block: ResourceBlock, argument = "policy"): Policy | undefined {
    const { resource } = this.find(block);
    return this.policyOf(resource, resource.values[argument], { address: block.address, path: [argument] });
  }

  policyIn(block: Arguments, argument = "policy"): Policy | undefined {
    const place = block.at(argument);
    const found = this.byAddress.get(place.address);
    if (found === undefined) return undefined;
    const value = place.path.reduce<unknown>(
      (outer, step) => (typeof outer === "object" && outer !== null ? (outer as never)[step] : undefined),
      found.resource.values,
    );
    return this.policyOf(found.resource, value, place);
  }

  private policyOf(resource: ResourceValues, value: unknown, place: Place): Policy | undefined {
    const { address } = resource;
    if (value === UNKNOWN) return { address, ...this.unknownPolicy(resource, pathText(place.path)) };
    if (typeof value !== "string" || value === "") return undefined;
    const document = parsePolicyDocument(value, place, this.problems);
    return document && { address, document };
  }

  /** A plan knows the statements of a policy document in part, but nothing of a policy that is written as text. */
  private unknownPolicy(resource: ResourceValues, path: string): Omit<Policy, "address"> {
    const [reference, ...others] = resource.references?.get(path) ?? [];
    const rendered = reference && others.length === 0 ? this.rendered(reference, 0) : undefined;
    if (rendered === undefined) {
      const unknown = this.values.from === "policies" ? "was not given" : "is known only after apply";
      return { document: { Statement: [] }, unknown };
    }
    const { document, missing } = rendered;
    return {
      document,
      ...(missing !== undefined && { unknown: `is known only in part, because ${missing}` }),
    };
  }

  private rendered({ address, attribute = "json" }: Reference, depth: number): PartialDocument | undefined {
    const resource = this.byAddress.get(address)?.resource;
    if (resource?.type !== "aws_iam_policy_document" || depth > MOST_DOCUMENTS) return undefined;
    if (attribute !== "json" && attribute !== "minified_json") return undefined;
    const documents = (argument: string) => this.documentsIn(resource, argument, depth);
    const values = this.known(resource.values.statement, resource, "statement", "statement", UNKNOWN);
    return renderPolicyDocument({ ...resource.values, statement: values }, documents);
  }

  private documentsIn(
    resource: ResourceValues,
    argument: string,
    depth: number,
  ): readonly (PartialDocument | undefined)[] {
    const value = resource.values[argument] ?? [];
    if (value === "") return [];
    const items: unknown[] = Array.isArray(value) ? value : [value];
    const references = resource.references?.get(argument) ?? [];
    const late = items.filter((each) => each === UNKNOWN).length;
    let next = 0;
    return items.map((item, index) => {
      if (typeof item === "string") {
        const place = { address: resource.address, path: [argument, index] };
        const document = parsePolicyDocument(item, place, this.problems);
        return document && { document };
      }
      const reference = references.length === late ? references[next++] : undefined;
      return reference && this.rendered(reference, depth + 1);
    });
  }

  /**
   * The value without what is not known: what refers to an attribute of another resource has its value.
   *
   * @param path with indexes
   * @param argument the same without indexes
   * @param otherwise what stands for a value that is not known
   */
  private known(
    value: unknown,
    resource: ResourceValues,
    path: string,
    argument: string,
    otherwise: symbol = FAILED,
  ): unknown {
    if (value === UNKNOWN)
      return this.referred(resource, path, argument, 1)?.[0] ?? this.lost(resource, argument, otherwise);
    if (Array.isArray(value)) {
      const late = value.filter((each) => each === UNKNOWN).length;
      const referred = late > 0 ? this.referred(resource, path, argument, late) : undefined;
      let next = 0;
      const items = (value as unknown[]).map((each, index) =>
        each === UNKNOWN
          ? (referred?.[next++] ?? this.lost(resource, argument, otherwise))
          : this.known(each, resource, `${path}[${index}]`, argument, otherwise),
      );
      return otherwise === FAILED ? items.filter((each) => each !== FAILED) : items;
    }
    if (!isObject(value) || !(path.endsWith("]") || hasUnknown(value))) return value;
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, each]) => [
          name,
          this.known(each, resource, `${path}.${name}`, `${argument}.${name}`, otherwise),
        ])
        // In a block, Terraform writes empty text for what is not set. The keys of a map are free.
        .filter(([, each]) => each !== "" || !path.endsWith("]")),
    );
  }

  /** The attributes that unknown values are, if the argument can be nothing else than an attribute. */
  private referred(
    resource: ResourceValues,
    path: string,
    argument: string,
    count: number,
  ): readonly string[] | undefined {
    const references = resource.references?.get(path) ?? [];
    if (references.length !== count) return undefined;
    const attribute = wholeAttribute(resource.type, argument);
    if (attribute === undefined) return undefined;
    const values = references.flatMap((reference) => this.attribute(reference, attribute, argument) ?? []);
    return values.length === count ? values : undefined;
  }

  private attribute(
    { address, attribute }: Reference,
    byDefault: string,
    argument: string,
  ): string | undefined {
    const block = this.byAddress.get(address);
    if (block === undefined) return undefined;
    const name = attribute ?? byDefault;
    // To the ARN of a bucket, a resource of a statement can add a path, but nothing can be added to that of a key.
    if (
      /(?:^|\.)(?:not_)?resources$/.test(argument) &&
      !(block.type.startsWith("aws_kms_") && name === "arn")
    )
      return undefined;
    if (/identifiers$/.test(argument) && name !== "arn") return undefined;
    return this.computed(block, name);
  }

  private lost(resource: ResourceValues, argument: string, otherwise: symbol): symbol {
    if (modelledType(resource.type)?.known.has(argument))
      this.add(resource.address, argument, "it is known only after apply");
    return otherwise;
  }

  private add(address: string, argument: string | undefined, reason: string): void {
    this.unknowns.set(`${address} ${argument ?? ""}`, {
      address,
      ...(argument !== undefined && { argument }),
      reason: this.values.from === "plan" ? `${reason}; give the folder, or the state after apply` : reason,
      canAllow: true,
    });
  }

  private find({ address }: ResourceBlock): Resource {
    const found = this.byAddress.get(address);
    if (found === undefined) throw new Error(`there is no ${address} among the values`);
    return found;
  }
}

interface Resource extends ResourceBlock {
  readonly resource: ResourceValues;
}

/** Documents that contain documents. Terraform allows no cycles. */
const MOST_DOCUMENTS = 50;

function isPolicy(argument: string): boolean {
  return argument === "policy" || argument === "assume_role_policy";
}

/**
 * Arguments that are an attribute of another resource as a whole, because adding text to it makes no sense, and which
 * attribute it is if Terraform does not say.
 */
const WHOLE: Readonly<Record<string, string>> = {
  bucket: "id",
  bucket_access_role_arn: "arn",
  destination_location_arn: "arn",
  group: "name",
  identifiers: "arn",
  key_id: "arn",
  kms_master_key_id: "arn",
  not_resources: "arn",
  permissions_boundary: "arn",
  policy_arn: "arn",
  policy_arns: "arn",
  managed_policy_arns: "arn",
  primary_key_arn: "arn",
  replica_kms_key_id: "arn",
  resources: "arn",
  role: "name",
  roles: "name",
  s3_bucket_arn: "arn",
  source_location_arn: "arn",
  target_key_id: "arn",
  user: "name",
  users: "name",
  groups: "name",
};

function wholeAttribute(type: string, argument: string): string | undefined {
  const name = argument.slice(argument.lastIndexOf(".") + 1);
  if (argument === "rule.destination.bucket") return "arn";
  if (type === "aws_s3_bucket_replication_configuration" && argument === "role") return "arn";
  return Object.hasOwn(WHOLE, name) ? WHOLE[name] : undefined;
}

function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/**
 * Terraform adds 26 digits to a prefix. Those here are derived from the address.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role#name_prefix
 */
function generatedName({ address, values }: ResourceValues, argument: string): string {
  const prefix = text(argument === "bucket" ? values.bucket_prefix : values.name_prefix) || "terraform-";
  const digits = BigInt(`0x${createHash("sha256").update(address).digest("hex")}`).toString();
  return `${prefix}${digits.slice(0, 26)}`;
}

/** `["rule", 0, "role"]` → `rule[0].role` */
function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`),
    "",
  );
}
