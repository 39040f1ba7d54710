import { withoutIndexes } from "../estate/values/addresses";
import { UsageError } from "../messages/user-error";
import { didYouMean } from "../messages/wording";
import type { Configuration } from "./configuration";
import type { Values } from "./overrides";

/** What the user says about a configuration, because only AWS knows it. */
export interface Given {
  /** The accounts of the providers, by key: `aws`, `aws.destination`. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** Their regions. @default - those of their blocks, or else of `AWS_REGION` and `AWS_DEFAULT_REGION` */
  readonly regions?: Readonly<Record<string, string>>;
  /** Values of attributes of data sources: `data.aws_s3_bucket.logs.region`. */
  readonly set?: Readonly<Record<string, unknown>>;
}

/** @throws UsageError for an account or a value of something that the configuration does not have */
export function checkGiven(
  { accounts = {}, regions = {}, set = {} }: Given,
  configuration: Configuration,
): void {
  const { folder, declared, awsKeys, usedKeys } = configuration;
  const addresses = declared.filter(({ mode }) => mode === "data").map(({ address }) => address);
  for (const key of Object.keys(set)) {
    const named = withoutIndexes(key);
    if (addresses.some((address) => named.startsWith(`${address}.`))) continue;
    const suggestion = didYouMean(named.replace(/\.[^.]*$/, ""), addresses);
    throw new UsageError(`--set ${key}: ${folder} has no such data source${suggestion}`);
  }
  const keys = [...new Set([...awsKeys, ...usedKeys])].sort();
  for (const [option, given] of Object.entries({ account: accounts, region: regions })) {
    const key = Object.keys(given).find((each) => !keys.includes(each));
    if (key !== undefined)
      throw new UsageError(`--${option} ${key}: ${folder} has no such provider; it has ${keys.join(", ")}`);
  }
}

/** What the user says about a data source, with or without its indexes. */
export function givenValues(address: string, { set = {} }: Given): Values {
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(set)) {
    const prefix = [address, withoutIndexes(address)].find((each) => key.startsWith(`${each}.`));
    if (prefix !== undefined) assign(values, key.slice(prefix.length + 1).split("."), value);
  }
  return values;
}

function assign(
  values: Record<string, unknown>,
  [name = "", ...rest]: readonly string[],
  value: unknown,
): void {
  if (rest.length === 0) {
    values[name] = value;
    return;
  }
  const nested = (values[name] ??= {}) as Record<string, unknown>;
  assign(nested, rest, value);
}
