import { isKeyArn, nameOf, parseArn, regionOf } from "../../aws/arn";
import { UsageError } from "../../messages/user-error";
import { list } from "../../messages/wording";
import type { Assumption } from "../estate";
import { type FetchedPolicy, type PolicyFile, readPolicyFile } from "./fetched-policy";
import { type Json } from "./json";
import { type ResourceValues, type TerraformValues, UNKNOWN } from "./terraform-values";

/** Policies of one bucket, its key, and one role or user, for people who have no Terraform at hand. */
export interface BarePolicies {
  readonly bucketPolicy?: PolicyFile;
  readonly keyPolicy?: PolicyFile;
  readonly identityPolicies?: readonly PolicyFile[];
  /** Of the role. */
  readonly trustPolicy?: PolicyFile;
  /** @default - the bucket that the policies name */
  readonly bucket?: string;
  /** The account of the bucket, which its policy does not say. */
  readonly bucketAccount?: string;
  /** The ARN of the key. @default - the key that the policies name */
  readonly key?: string;
  /** The ARN of the role or user. @default - the one that the policies name */
  readonly principal?: string;
  /** The region of the bucket. @default - that of the key */
  readonly region?: string;
}

/** Policies as values, and what had to be assumed. */
export interface BareValues {
  readonly values: TerraformValues;
  readonly assumptions: readonly Assumption[];
}

/**
 * Finds out what the policies are about, and describes it as Terraform would.
 *
 * @throws UsageError that names the option for what the policies do not say
 */
export function readBarePolicies(given: BarePolicies): BareValues {
  return new Reader(given).read();
}

class Reader {
  private readonly bucketPolicy: FetchedPolicy | undefined;
  private readonly keyPolicy: FetchedPolicy | undefined;
  private readonly identityPolicies: readonly FetchedPolicy[];
  private readonly trustPolicy: FetchedPolicy | undefined;
  private readonly assumptions: Assumption[] = [];

  constructor(private readonly given: BarePolicies) {
    const { bucketPolicy, keyPolicy, identityPolicies = [], trustPolicy } = given;
    this.bucketPolicy = bucketPolicy && readPolicyFile(bucketPolicy);
    this.keyPolicy = keyPolicy && readPolicyFile(keyPolicy);
    this.identityPolicies = identityPolicies.map(readPolicyFile);
    this.trustPolicy = trustPolicy && readPolicyFile(trustPolicy);
    if (this.all.length === 0)
      throw new UsageError("there is no policy; give --bucket-policy, --key-policy or --identity-policy");
  }

  read(): BareValues {
    const principal = this.principal();
    const key = this.key();
    const name = this.bucket();
    const region = this.region(key);
    const resources = [
      ...this.bucketResources(name, key, region),
      ...(key === undefined ? [] : this.keyResources(key)),
      ...(principal === undefined ? [] : this.principalResources(principal)),
    ];
    const keys = [...new Set(resources.flatMap(({ providerKey }) => providerKey ?? []))].sort();
    const providers = keys.map((id) => ({ key: id, region, allowedAccountIds: [id] }));
    return { values: { from: "policies", providers, resources }, assumptions: this.assumptions };
  }

  private get all(): readonly FetchedPolicy[] {
    return [this.bucketPolicy, this.keyPolicy, ...this.identityPolicies, this.trustPolicy].filter(
      (each) => each !== undefined,
    );
  }

  private bucket(): string {
    const { bucket } = this.given;
    if (bucket !== undefined) return parseArn(bucket)?.bucket ?? bucket;
    const of = this.bucketPolicy ? [this.bucketPolicy] : this.identityPolicies;
    const names = different(
      of.flatMap(textsIn).flatMap((text) => {
        const name = parseArn(text)?.bucket ?? "";
        return /^[a-z0-9][a-z0-9.-]+$/.test(name) ? name : [];
      }),
    );
    return theOnly(names, "bucket", "--bucket <name>");
  }

  private key(): string | undefined {
    const { key } = this.given;
    if (key !== undefined) {
      if (isKeyArn(key)) return key;
      throw new UsageError(
        `--key ${key} must be the ARN of a key, such as --key arn:aws:kms:us-east-1:111111111111:key/<id>`,
      );
    }
    const arns = different(
      [...this.identityPolicies, ...(this.bucketPolicy ? [this.bucketPolicy] : [])].flatMap(textsIn),
    ).filter(isKeyArn);
    return this.keyPolicy === undefined && arns.length !== 1
      ? undefined
      : theOnly(arns, "key", "--key <arn>");
  }

  /** The ARN; undefined if no policy is that of a role or a user. */
  private principal(): string | undefined {
    const { principal } = this.given;
    if (principal !== undefined) {
      if (PRINCIPAL.test(principal)) return principal;
      throw new UsageError(
        `--principal ${principal} must be the ARN of a role or a user, such as --principal arn:aws:iam::111111111111:role/Name`,
      );
    }
    const own = [...this.identityPolicies, ...(this.trustPolicy ? [this.trustPolicy] : [])];
    if (own.length === 0) return undefined;
    const owners = own.flatMap(({ owner }) => owner ?? []);
    const stated = different(owners.flatMap(({ arn }) => arn ?? []));
    const names = new Set(owners.map(({ kind, name }) => `${kind} ${name}`));
    const named = different(
      [this.bucketPolicy, this.keyPolicy]
        .flatMap((each) => (each ? textsIn(each) : []))
        .filter((arn) => PRINCIPAL.test(arn) && (names.size === 0 || names.has(kindAndName(arn)))),
    );
    return theOnly(stated.length > 0 ? stated : named, "role or user", "--principal <arn>");
  }

  private region(key: string | undefined): string {
    const region = this.given.region ?? (key === undefined ? undefined : regionOf(key));
    if (region === undefined)
      this.assume("the bucket", "its region is not known, so us-east-1 stands for it", "--region <region>");
    return region ?? "us-east-1";
  }

  private bucketResources(name: string, key: string | undefined, region: string): ResourceValues[] {
    const { bucketAccount } = this.given;
    if (bucketAccount === undefined || !/^\d{12}$/.test(bucketAccount))
      throw new UsageError(
        `the policies do not say in which account the bucket ${name} is; add --bucket-account <id>${bucketAccount === undefined ? "" : `, with twelve digits instead of ${bucketAccount}`}`,
      );
    const partition =
      this.all.flatMap(textsIn).flatMap((text) => parseArn(text)?.partition ?? [])[0] ?? "aws";
    const bucket = { bucket: name, arn: `arn:${partition}:s3:::${name}`, region };
    const { file = `the policy of ${name}`, json = UNKNOWN } = this.bucketPolicy ?? {};
    const resources = [
      resource("aws_s3_bucket", name, bucketAccount, bucket),
      resource("aws_s3_bucket_policy", file, bucketAccount, { bucket: name, policy: json }),
    ];
    this.assume(name, "its public access block and its object ownership are AWS's defaults", undefined);
    if (key === undefined) {
      this.assume(name, "its default encryption is that of S3 (AES256)", "--key <arn>");
      return resources;
    }
    this.assume(name, `its default encryption is SSE-KMS with ${key}, without a Bucket Key`, undefined);
    const byDefault = { sse_algorithm: "aws:kms", kms_master_key_id: key };
    const rule = [{ apply_server_side_encryption_by_default: [byDefault], bucket_key_enabled: false }];
    const address = `the default encryption of ${name}`;
    return [
      ...resources,
      resource("aws_s3_bucket_server_side_encryption_configuration", address, bucketAccount, {
        bucket: name,
        rule,
      }),
    ];
  }

  private keyResources(arn: string): ResourceValues[] {
    const { file = arn, json = UNKNOWN } = this.keyPolicy ?? {};
    this.assume(arn, "it has no grants", undefined);
    return [resource("aws_kms_key", file, parseArn(arn)?.account ?? "", { arn, policy: json })];
  }

  private principalResources(arn: string): ResourceValues[] {
    const [, account = "", kind = "", path = "/"] = PRINCIPAL.exec(arn) ?? [];
    const name = nameOf(arn);
    const { permissionsBoundary, tags } = this.trustPolicy ?? {};
    const values = {
      name,
      path,
      arn,
      ...(kind === "role" && { assume_role_policy: this.trustPolicy?.json ?? UNKNOWN }),
      ...(permissionsBoundary !== undefined && { permissions_boundary: permissionsBoundary }),
      ...(tags && { tags }),
    };
    this.assume(arn, "it has no identity policies besides those given", "--identity-policy <file>");
    return [
      resource(`aws_iam_${kind}`, this.trustPolicy?.file ?? arn, account, values),
      ...this.identityPolicies.map(({ file, json, policyName = file }) =>
        resource(`aws_iam_${kind}_policy`, file, account, { [kind]: name, name: policyName, policy: json }),
      ),
    ];
  }

  private assume(address: string, assumption: string, option: string | undefined): void {
    this.assumptions.push({
      address,
      assumption,
      remedy:
        option === undefined
          ? "check the Terraform or the state instead of single policies"
          : `add ${option}`,
    });
  }
}

const PRINCIPAL = /^arn:[\w-]+:iam::(\d{12}):(role|user)(\/(?:[!-)+->@-~]+\/)?)[\w+=,.@-]+$/;

function kindAndName(arn: string): string {
  return `${PRINCIPAL.exec(arn)?.[2] ?? ""} ${nameOf(arn)}`;
}

/** Every text in a policy. */
function textsIn({ json }: FetchedPolicy): string[] {
  const texts: string[] = [];
  // Text that is not JSON is a problem of the policy, which its reader reports.
  try {
    JSON.parse(json, (_, value: unknown) => {
      if (typeof value === "string") texts.push(value);
      return value;
    });
  } catch {
    return [];
  }
  return texts;
}

function different(items: readonly string[]): string[] {
  return [...new Set(items)].sort();
}

function theOnly(items: readonly string[], what: string, option: string): string {
  const [item, ...others] = items;
  if (item !== undefined && others.length === 0) return item;
  const found =
    item === undefined ? `do not name the ${what}` : `name more than one ${what}, ${list(items, "and")}`;
  throw new UsageError(`the policies ${found}; add ${option}`);
}

function resource(type: string, address: string, account: string, values: Json): ResourceValues {
  return { address, mode: "managed", type, name: address, providerKey: account, values, dependencies: [] };
}
