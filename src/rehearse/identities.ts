import { createHash } from "node:crypto";
import { isKeyArn, nameOf } from "../aws/arn";
import { partitionOf } from "../aws/region";

/** Where a resource is. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export interface Subject {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  /** An argument or attribute that is known. */
  get(name: string): unknown;
}

type Attributes = Readonly<Record<string, unknown>>;

/**
 * The attributes that AWS would compute for a resource, as far as they follow from its arguments, its account and its
 * region. Where AWS would choose at random, the text follows from the address, so that every rehearsal gives the same.
 */
export function identityOf(subject: Subject, place: Place): Attributes {
  const { type } = subject;
  const known = {
    ...generic(subject, place),
    ...IDENTITIES[subject.mode][type]?.(new Names(subject, place)),
  };
  if (/^aws_s3_bucket_/.test(type) && typeof subject.get("bucket") === "string")
    return { ...known, id: subject.get("bucket") };
  return known;
}

/** Attributes that follow from no argument, though policies often contain them. They are assumptions where they are used. */
export function isGuess(type: string, mode: string, name: string): boolean {
  return mode === "data" && (GUESSES[type]?.includes(name) ?? false);
}

const GUESSES: Readonly<Record<string, readonly string[]>> = {
  aws_caller_identity: ["arn", "user_id"],
  aws_canonical_user_id: ["id"],
  aws_iam_session_context: ["issuer_arn", "issuer_name"],
  aws_kms_alias: ["target_key_arn", "target_key_id"],
  aws_kms_key: ["arn", "id"],
};

class Names {
  readonly account: string;
  readonly region: string;
  readonly partition: string;

  constructor(
    readonly subject: Subject,
    place: Place,
  ) {
    this.account = place.account;
    this.region = place.region;
    this.partition = partitionOf(place.region);
  }

  text(name: string): string | undefined {
    const value = this.subject.get(name);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** The name in the configuration, or one as Terraform generates it. */
  name(argument = "name", prefix = `${argument}_prefix`): string {
    return this.text(argument) ?? `${this.text(prefix) ?? "terraform-"}${madeUpName(this.subject.address)}`;
  }

  /** The name, where the configuration has none. */
  generated(argument: string): Attributes {
    return this.text(argument) === undefined ? { [argument]: this.name(argument) } : {};
  }

  arn(service: string, resource: string, { region = this.region, account = this.account } = {}): string {
    return `arn:${this.partition}:${service}:${region}:${account}:${resource}`;
  }

  iam(kind: string, name: string): string {
    return this.arn("iam", `${kind}${this.text("path") ?? "/"}${name}`, { region: "" });
  }
}

/** For what has no entry of its own: an ARN of the right form is enough for the provider to accept it in arguments. */
function generic(subject: Subject, place: Place): Attributes {
  if (!subject.type.startsWith("aws_")) return {};
  const names = new Names(subject, place);
  const [, service = "", ...rest] = subject.type.split("_");
  const arn = names.arn(
    service,
    `${rest.join("-") || service}/${names.text("name") ?? hash(subject.address, 20)}`,
  );
  return Object.fromEntries(ARNS.map((name) => [name, arn]));
}

const ARNS = [
  "arn",
  "iam_arn",
  "stream_arn",
  "invoke_arn",
  "execution_arn",
  "target_key_arn",
  "key_arn",
  "role_arn",
];

function bucket(names: Names): Attributes {
  const name = names.name("bucket");
  const region = names.text("region") ?? names.region;
  return {
    ...names.generated("bucket"),
    id: name,
    arn: names.arn("s3", name, { region: "", account: "" }),
    region,
    bucket_region: region,
    bucket_domain_name: `${name}.s3.amazonaws.com`,
    bucket_regional_domain_name: `${name}.s3.${region}.amazonaws.com`,
  };
}

function key(names: Names): Attributes {
  const id = `${names.subject.get("multi_region") === true ? "mrk-" : ""}${uuid(names.subject.address)}`;
  return { id, key_id: id, arn: names.arn("kms", `key/${id}`) };
}

function replicaKey(names: Names): Attributes {
  const id = nameOf(names.text("primary_key_arn") ?? `mrk-${uuid(names.subject.address)}`);
  return { id, key_id: id, arn: names.arn("kms", `key/${id}`) };
}

function alias(names: Names): Attributes {
  const name =
    names.text("name") ?? `${names.text("name_prefix") ?? "alias/"}${hash(names.subject.address, 20)}`;
  const target = names.text("target_key_id");
  const targetArn = target === undefined || isKeyArn(target) ? target : names.arn("kms", `key/${target}`);
  return {
    id: name,
    ...(names.text("name") === undefined ? { name } : {}),
    arn: names.arn("kms", name),
    ...(targetArn === undefined ? {} : { target_key_arn: targetArn }),
  };
}

function foundKey(names: Names): Attributes {
  const named = names.text("key_id") ?? "";
  const id =
    named.includes("alias/") || named === ""
      ? uuid(`${names.account} ${names.region} ${named}`)
      : nameOf(named);
  return { id, arn: isKeyArn(named) ? named : names.arn("kms", `key/${id}`) };
}

function foundAlias(names: Names): Attributes {
  const name = names.text("name") ?? "";
  const id = uuid(`${names.account} ${names.region} ${name}`);
  return {
    id: names.arn("kms", name),
    arn: names.arn("kms", name),
    target_key_id: id,
    target_key_arn: names.arn("kms", `key/${id}`),
  };
}

function named(kind: string, argument = "name") {
  return (names: Names): Attributes => {
    const name = names.name(argument);
    const arn = names.iam(kind, name);
    return { ...names.generated(argument), arn, id: kind === "policy" ? arn : name };
  };
}

function foundPolicy(names: Names): Attributes {
  const arn = names.text("arn");
  if (arn !== undefined) return { id: arn, name: nameOf(arn) };
  const own = names.iam("policy", names.name());
  return { arn: own, id: own };
}

/** The ARN or URL is the id of many services. */
function queueOrTopic(service: string) {
  return (names: Names): Attributes => {
    const name = names.name();
    const arn = names.arn(service, name);
    const url = `https://sqs.${names.region}.amazonaws.com/${names.account}/${name}`;
    return service === "sqs"
      ? { ...names.generated("name"), arn, url, id: url }
      : { ...names.generated("name"), arn, id: arn };
  };
}

function resourceOf(service: string, prefix: string, argument = "name") {
  return (names: Names): Attributes => {
    const name = names.name(argument);
    return { ...names.generated(argument), id: name, arn: names.arn(service, prefix + name) };
  };
}

/** Those of AWS have no small letters, so that nobody takes one in a policy for this one. */
function withUniqueId(prefix: string, identify: (names: Names) => Attributes) {
  return (names: Names): Attributes => ({
    ...identify(names),
    unique_id: `${prefix}madeup${hash(names.subject.address, 11)}`,
  });
}

function session(names: Names): Attributes {
  const arn = names.text("arn") ?? "";
  const [, role = nameOf(arn) || UNKNOWN_CALLER] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  const issuer = /:iam:/.test(arn) ? arn : names.arn("iam", `role/${role}`, { region: "" });
  return { id: arn, issuer_arn: issuer, issuer_name: role };
}

/** The role that runs Terraform: a name that shows wherever something is derived from its ARN. */
export const UNKNOWN_CALLER = "unknown-caller";

function callerIdentity({ account, ...names }: Names): Attributes {
  const arn = `arn:${names.partition}:sts::${account}:assumed-role/${UNKNOWN_CALLER}/${UNKNOWN_CALLER}`;
  return {
    account_id: account,
    id: account,
    arn,
    user_id: `AROA${hash(account, 17).toUpperCase()}:terraform`,
  };
}

function randomText(names: Names): Attributes {
  const length = Number(names.subject.get("length") ?? 16);
  const digits = Array.from({ length: Math.ceil(length / 60) }, (_, part) =>
    hash(`${names.subject.address} ${part}`, 60),
  );
  const result = digits.join("").slice(0, length);
  return { id: result, result };
}

function randomId(names: Names): Attributes {
  const bytes = createHash("sha512")
    .update(names.subject.address)
    .digest()
    .subarray(0, Number(names.subject.get("byte_length") ?? 8));
  const prefix = names.text("prefix") ?? "";
  const url = bytes.toString("base64url");
  return {
    id: url,
    b64_url: prefix + url,
    b64_std: prefix + bytes.toString("base64"),
    hex: prefix + bytes.toString("hex"),
    dec: `${prefix}${BigInt(`0x${bytes.toString("hex") || "0"}`)}`,
  };
}

function randomPet(names: Names): Attributes {
  const separator = names.text("separator") ?? "-";
  const id = [names.text("prefix"), "pet", hash(names.subject.address, 6)].filter(Boolean).join(separator);
  return { id };
}

type Identities = Readonly<Record<string, (names: Names) => Attributes>>;

const IDENTITIES: Readonly<Record<"managed" | "data", Identities>> = {
  managed: {
    aws_s3_bucket: bucket,
    aws_s3_access_point: (names) => ({
      id: `${names.account}:${names.name()}`,
      arn: names.arn("s3", `accesspoint/${names.name()}`),
      alias: `${names.name()}-${hash(names.subject.address, 34)}-s3alias`,
    }),
    aws_kms_key: key,
    aws_kms_external_key: key,
    aws_kms_replica_key: replicaKey,
    aws_kms_replica_external_key: replicaKey,
    aws_kms_alias: alias,
    aws_iam_role: withUniqueId("AROA", named("role")),
    aws_iam_user: withUniqueId("AIDA", named("user")),
    aws_iam_group: named("group"),
    aws_iam_policy: named("policy"),
    aws_iam_instance_profile: named("instance-profile"),
    aws_iam_role_policy: (names) => ({
      ...names.generated("name"),
      id: `${names.text("role")}:${names.name()}`,
    }),
    aws_iam_user_policy: (names) => ({
      ...names.generated("name"),
      id: `${names.text("user")}:${names.name()}`,
    }),
    aws_iam_group_policy: (names) => ({
      ...names.generated("name"),
      id: `${names.text("group")}:${names.name()}`,
    }),
    aws_sns_topic: queueOrTopic("sns"),
    aws_sqs_queue: queueOrTopic("sqs"),
    aws_dynamodb_table: resourceOf("dynamodb", "table/"),
    aws_lambda_function: resourceOf("lambda", "function:", "function_name"),
    aws_cloudwatch_log_group: resourceOf("logs", "log-group:"),
    random_id: randomId,
    random_pet: randomPet,
    random_string: randomText,
    random_password: randomText,
    random_uuid: (names) => ({ id: uuid(names.subject.address), result: uuid(names.subject.address) }),
    terraform_data: ({ subject }) => ({ id: uuid(subject.address), output: subject.get("input") }),
  },
  data: {
    aws_caller_identity: callerIdentity,
    aws_canonical_user_id: (names) => ({ id: hash(names.account, 64) }),
    aws_iam_policy: foundPolicy,
    aws_iam_policy_document: () => ({ json: EMPTY_DOCUMENT, minified_json: EMPTY_DOCUMENT }),
    aws_iam_role: withUniqueId("AROA", named("role")),
    aws_iam_session_context: session,
    aws_iam_user: withUniqueId("AIDA", named("user", "user_name")),
    aws_kms_alias: foundAlias,
    aws_kms_key: foundKey,
    aws_partition: ({ partition }) => ({ id: partition, partition, dns_suffix: "amazonaws.com" }),
    aws_region: ({ region }) => ({ id: region, name: region, region }),
    aws_s3_bucket: bucket,
  },
};

const EMPTY_DOCUMENT = '{"Version":"2012-10-17","Statement":[]}';

/** Recognizable: `copier-8eb148` for `aws_iam_role.copier`. */
function madeUpName(address: string): string {
  const label =
    address
      .replaceAll(/\[[^\]]*\]/g, "")
      .split(".")
      .at(-1) ?? "";
  return `${label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 16)}-${hash(address, 6)}`;
}

export function hash(text: string, length: number): string {
  return createHash("sha512").update(text).digest("hex").slice(0, length);
}

function uuid(text: string): string {
  return hash(text, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
