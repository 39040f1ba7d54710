import { accountOf, parseArn, regionOf } from "../../aws/arn";
import { partitionOf, regionProblem } from "../../aws/region";
import { UsageError } from "../../messages/user-error";
import { didYouMean, list } from "../../messages/wording";
import type { Account, Assumption } from "../estate";
import type { ProviderValues, ResourceValues, TerraformValues } from "./terraform-values";

/** What only the user can know. */
export interface AccountOptions {
  /** Account ids by the key of their provider, such as `aws` or `aws.destination`. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** Regions by the key of their provider. */
  readonly regions?: Readonly<Record<string, string>>;
}

/** Stands for the account of the only provider if nothing names it. */
export const MADE_UP_ACCOUNT = "000000000000";

/** The types whose accounts matter, and what tells an account. */
const RELEVANT = /^aws_(?:iam|s3|s3control|kms|caller_identity|vpc_endpoint|organizations)(?:_|$)/;

/** Data sources that say the same in every account, and often have no provider. */
const ANYWHERE = new Set(["aws_iam_policy_document"]);

/**
 * The accounts of resources: what the user says, then `allowed_account_ids`, the account of `assume_role`, that of an
 * `aws_caller_identity` with the same provider, and that in the ARNs of resources with the same provider.
 */
export class ValueAccounts {
  readonly assumptions: Assumption[] = [];
  private readonly byKey = new Map<string, Account>();
  private readonly unnamed: UnnamedProviders;

  /** @throws UsageError if the user has to name an account */
  constructor(values: TerraformValues, { accounts: given = {}, regions = {} }: AccountOptions = {}) {
    const relevant = values.resources.filter(({ type }) => RELEVANT.test(type) && !ANYWHERE.has(type));
    const groups = new Map<string, ResourceValues[]>();
    const withoutKey: ResourceValues[] = [];
    for (const resource of relevant) {
      const { providerKey: key } = resource;
      const group = key === undefined ? withoutKey : (groups.get(key) ?? []);
      if (key !== undefined) groups.set(key, group);
      group.push(resource);
    }
    const providers = new Map(values.providers.map((provider) => [provider.key, provider]));
    const keys = [
      ...new Set([...groups.keys(), ...providers.keys(), ...(withoutKey.length > 0 ? ["aws"] : [])]),
    ];
    checkGiven(given, keys);
    checkRegions(regions, keys);
    this.unnamed = new UnnamedProviders(withoutKey, given.aws);
    const drafts = [...groups]
      .sort()
      .map(([key, resources]) => draftOf(key, resources, providers.get(key), given))
      .map((draft) => inRegion(draft, regions[draft.key]));
    if (withoutKey.length > 0 && this.unnamed.ids.length <= 1)
      drafts.push({
        ...inRegion(draftOf("", withoutKey, undefined, {}), regions.aws),
        id: this.unnamed.ids[0],
      });
    askFor(drafts);
    for (const draft of drafts) this.byKey.set(draft.key, this.accountOf(draft));
    for (const account of this.unnamed.several()) this.byKey.set(account.address, account);
  }

  /** In the order of their aliases. */
  get all(): readonly Account[] {
    return [...this.byKey.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
  }

  of(resource: ResourceValues): Account | undefined {
    return this.byKey.get(resource.providerKey ?? "") ?? this.unnamed.of(resource);
  }

  /** Undefined if resources without a named provider are in several regions. */
  region(resource: ResourceValues): string | undefined {
    const own = ownRegion(resource);
    if (own !== undefined || resource.providerKey !== undefined) return own ?? this.of(resource)?.region;
    return this.unnamed.isInOneRegion ? this.of(resource)?.region : undefined;
  }

  private accountOf({ key, id, region, regionIsMadeUp }: Draft): Account {
    const address = addressOf(key);
    if (id === undefined) {
      this.assumptions.push({
        address,
        assumption: `its account is not known, so ${MADE_UP_ACCOUNT} stands for it`,
        remedy: `give it with --account ${key === "" ? "aws" : key}=<id>`,
      });
    }
    if (region === undefined) {
      this.assumptions.push({
        address,
        assumption: "its region is not known, so us-east-1 stands for it",
        remedy: `give it with --region ${key === "" ? "aws" : key}=<region>`,
      });
    }
    const known = region ?? "us-east-1";
    return {
      address,
      alias: aliasOf(key),
      id: id ?? MADE_UP_ACCOUNT,
      region: known,
      ...((regionIsMadeUp || region === undefined) && { regionIsMadeUp: true }),
      partition: partitionOf(known),
    };
  }
}

interface Draft {
  readonly key: string;
  readonly id?: string | undefined;
  readonly region?: string | undefined;
  readonly regionIsMadeUp?: true | undefined;
}

function inRegion(draft: Draft, region: string | undefined): Draft {
  return region === undefined ? draft : { key: draft.key, id: draft.id, region };
}

/** The account of a provider as far as the user or its configuration says it, in this order. */
export function statedAccount(
  { key, allowedAccountIds = [], assumedRoleArn = "" }: ProviderValues,
  given: Readonly<Record<string, string>>,
): string | undefined {
  return given[key] ?? only(allowedAccountIds) ?? accountOf(assumedRoleArn);
}

/** A rehearsal makes up the account too. */
function known(id: string | undefined): string | undefined {
  return id === MADE_UP_ACCOUNT ? undefined : id;
}

function draftOf(
  key: string,
  resources: readonly ResourceValues[],
  provider: ProviderValues | undefined,
  given: Readonly<Record<string, string>>,
): Draft {
  const stated = given[key];
  const other = resources.find((each) => ownAccount(each) !== undefined && ownAccount(each) !== stated);
  if (stated !== undefined && other !== undefined)
    throw new UsageError(
      `--account ${key}=${stated} is not the account of ${other.address}, which is ${ownAccount(other) ?? ""}; correct it, or leave it out`,
    );
  const id =
    statedAccount(provider ?? { key }, given) ??
    known(only(callerIdentities(resources))) ??
    known(only(resources.flatMap((each) => ownAccount(each) ?? [])));
  return {
    key,
    id,
    regionIsMadeUp: provider?.regionIsMadeUp,
    region: provider?.region ?? mostFrequent(resources.flatMap((each) => ownRegion(each) ?? [])),
  };
}

function callerIdentities(resources: readonly ResourceValues[]): string[] {
  return resources
    .filter(({ type }) => type === "aws_caller_identity")
    .flatMap(({ values }) => (/^\d{12}$/.test(String(values.account_id)) ? [String(values.account_id)] : []));
}

/**
 * The account in the ARN of a resource. A data source can find resources of other accounts, and what belongs to an
 * organization has the account that manages it.
 */
function ownAccount({ mode, values: { arn } }: ResourceValues): string | undefined {
  if (mode !== "managed" || typeof arn !== "string") return undefined;
  return parseArn(arn)?.service === "organizations" ? undefined : accountOf(arn);
}

/** The region of a resource, if it is in one. */
function ownRegion({ mode, values: { region, arn } }: ResourceValues): string | undefined {
  if (typeof region === "string" && /^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(region)) return region;
  return mode === "managed" && typeof arn === "string" ? regionOf(arn) : undefined;
}

function only(items: readonly string[]): string | undefined {
  const different = new Set(items);
  return different.size === 1 ? items[0] : undefined;
}

function mostFrequent(items: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const each of items) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

/** Without a provider's name, as in `terraform show -json`, resources can be in several accounts. */
class UnnamedProviders {
  readonly ids: readonly string[];
  readonly isInOneRegion: boolean;
  private readonly byId = new Map<string, Account>();
  private readonly byOwner = new Map<string, string>();

  constructor(resources: readonly ResourceValues[], given: string | undefined) {
    const found = resources.flatMap((each) => ownAccount(each) ?? []);
    const ids = new Set([...found, ...(given === undefined ? callerIdentities(resources) : [given])]);
    this.ids = [...ids].sort();
    this.isInOneRegion = new Set(resources.flatMap((each) => ownRegion(each) ?? [])).size <= 1;
    if (this.ids.length <= 1) return;
    for (const id of this.ids) this.byId.set(id, accountIn(id, resources));
    for (const each of resources) {
      const id = ownAccount(each);
      if (id === undefined) continue;
      for (const name of namesOf(each)) this.byOwner.set(name, this.byOwner.has(name) ? "" : id);
    }
    const lost = resources.filter((each) => each.mode === "managed" && this.of(each) === undefined);
    if (lost.length > 0)
      throw new UsageError(
        `the state has resources in the accounts ${list(this.ids, "and")}, but does not say in which of them ${lost[0]?.address ?? ""} is${lost.length > 1 ? `, nor ${lost.length - 1} others` : ""}, because terraform show -json names no providers; give the output of terraform state pull instead`,
      );
  }

  several(): readonly Account[] {
    return [...this.byId.values()];
  }

  of(resource: ResourceValues): Account | undefined {
    const { role, user, group, target_key_arn: target } = resource.values;
    const own = ownAccount(resource) ?? accountOf(String(target));
    const owner = Object.entries({ role, user, group }).flatMap(([kind, name]) =>
      typeof name === "string" ? (this.byOwner.get(`${kind} ${name}`) ?? []) : [],
    );
    return this.byId.get(own ?? owner[0] ?? "");
  }
}

/** `role acme-etl`, for the policies that name it. */
function namesOf({ type, values: { name } }: ResourceValues): string[] {
  const [, kind] = /^aws_iam_(role|user|group)$/.exec(type) ?? [];
  return kind !== undefined && typeof name === "string" ? [`${kind} ${name}`] : [];
}

function accountIn(id: string, resources: readonly ResourceValues[]): Account {
  const own = resources.filter((each) => ownAccount(each) === id);
  const region = mostFrequent(own.flatMap((each) => ownRegion(each) ?? [])) ?? "us-east-1";
  const partition = own.flatMap(({ values: { arn } }) => parseArn(String(arn))?.partition ?? [])[0];
  return { address: `account ${id}`, alias: id, id, region, partition: partition ?? partitionOf(region) };
}

/** Policies that somebody fetched from AWS have no provider, and the account id is the key. */
function addressOf(key: string): string {
  if (/^\d{12}$/.test(key)) return `account ${key}`;
  const [module, name] = key.includes(":") ? key.split(":") : [undefined, key === "" ? "aws" : key];
  return `${module === undefined ? "" : `${module}.`}provider.${name ?? ""}`;
}

/** `aws.destination` → `destination`, and empty for the default provider. */
function aliasOf(key: string): string {
  return key.includes(".") ? key.slice(key.lastIndexOf(".") + 1) : "";
}

function checkGiven(given: Readonly<Record<string, string>>, known: readonly string[]): void {
  for (const [key, id] of Object.entries(given)) {
    if (!/^\d{12}$/.test(id))
      throw new UsageError(
        `--account ${key}=${id} must have an account id of twelve digits, such as --account ${key}=111111111111`,
      );
    if (!known.includes(key)) throw noSuchProvider(`--account ${key}=${id}`, key, known);
  }
}

function checkRegions(given: Readonly<Record<string, string>>, known: readonly string[]): void {
  for (const [key, region] of Object.entries(given)) {
    const problem = regionProblem(region);
    if (problem !== undefined) throw new UsageError(`--region ${key}=${region} ${problem}`);
    if (!known.includes(key)) throw noSuchProvider(`--region ${key}=${region}`, key, known);
  }
}

function noSuchProvider(option: string, key: string, known: readonly string[]): UsageError {
  return new UsageError(
    `${option} names no provider of this Terraform${didYouMean(key, known) || `; its providers are ${list(known, "and") || "not named"}`}`,
  );
}

/** Which account is which cannot be told if several providers are there. */
function askFor(drafts: readonly Draft[]): void {
  const unknown = drafts.filter(({ id }) => id === undefined);
  if (drafts.length <= 1 || unknown.length === 0) return;
  const flags = unknown.map(({ key }) => `--account ${key === "" ? "aws" : key}=<id>`);
  const names = list(
    unknown.map(({ key }) => addressOf(key)),
    "and",
  );
  throw new UsageError(
    `the account of ${names} is not known, because Terraform does not say it; add ${flags.join(" ")}`,
  );
}
