/** What the ARNs in policies are about. */
import { arnParts } from "../evaluator/arn-pattern";
import { matches, pattern } from "../iam/wildcard";

/** What a resource of a policy is, by a name of the Service Authorization Reference. */
export type ResourceType = "bucket" | "object" | "key" | "alias" | "role" | "user" | "policy";

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
  /** What it is, where it can only be one thing: `arn:aws:s3:::acme*` is buckets as well as objects. */
  readonly type: ResourceType | undefined;
  /** The name of the bucket, which may be a pattern; undefined for access points and what is not of S3. */
  readonly bucket: string | undefined;
}

const MOST_KNOWN = 50_000;
const known = new Map<string, Arn | undefined>();

/** Undefined for other text. Policies name the same things again and again, so each is taken apart once. */
export function arnOf(text: string): Arn | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const arn = read(text);
  known.set(text, arn);
  return arn;
}

function read(text: string): Arn | undefined {
  const parts = arnParts(text);
  if (parts === undefined) return undefined;
  const [, partition = "", service = "", region = "", account = "", resource = ""] = parts;
  const [first = ""] = resource.split("/", 1);
  const bucket = service === "s3" && region === "" && account === "" ? first : undefined;
  const isObject = first.length < resource.length;
  const ofS3 = isObject ? "object" : isPattern(resource) || resource === "" ? undefined : "bucket";
  const ofOthers = KINDS[service]?.find((each) => each === first);
  const type = bucket === undefined ? ofOthers : ofS3;
  return { partition, service, region, account, resource, type, bucket };
}

const KINDS: Readonly<Record<string, readonly ResourceType[]>> = {
  kms: ["key", "alias"],
  iam: ["role", "user", "policy"],
};

/** Whether it has wildcards or policy variables. */
export function isPattern(text: string): boolean {
  return text.includes("*") || text.includes("?") || text.includes("${");
}

/** Whether a pattern, in which policy variables may be anything, matches a text. */
export function mayMatch(text: string, value: string): boolean {
  if (text === value) return true;
  return isPattern(text) && matches(pattern(withoutVariables(text)), value);
}

/** With `*` for each policy variable. */
export function withoutVariables(text: string): string {
  return text.includes("${") ? text.replaceAll(/\$\{[^}]*\}/g, "*") : text;
}

/** Whether it is the ARN of one key: not of an alias, and no pattern. */
export function isKeyArn(text: string): boolean {
  const { type, account = "", resource = "" } = arnOf(text) ?? {};
  return type === "key" && /^\d{12}$/.test(account) && /^key\/[^/*?]+$/.test(resource);
}

/** Whether it names the key `aws/s3` that AWS manages, by its alias. */
export function isManagedAlias(text: string): boolean {
  return /(^|:)alias\/aws\//.test(text);
}

/** The region of an ARN; undefined for other text, for patterns and for what is in none. */
export function regionOf(text: string): string | undefined {
  const { region = "" } = arnOf(text) ?? {};
  return region === "" || isPattern(region) ? undefined : region;
}

/** The account of an ARN; undefined for other text, for patterns and for what names none. */
export function accountOf(text: string): string | undefined {
  const { account = "" } = arnOf(text) ?? {};
  return /^\d{12}$/.test(account) ? account : undefined;
}
