import { misspeltService, serviceMeant } from "./service-principals/service-principals";

/** `arn:partition:service:region:account:resource`, where the resource can contain colons. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
  /** The type of the resource. Undefined if several are possible: `arn:aws:s3:::acme*` matches buckets and objects. */
  readonly type: ResourceType | undefined;
  /** The name of the bucket, which can be a pattern. Undefined for access points and for other services. */
  readonly bucket: string | undefined;
}

/** Named as in the Service Authorization Reference. */
export type ResourceType = "bucket" | "object" | "key" | "alias" | "role" | "user" | "policy";

/** The highest number of parsed ARNs to cache. Policies repeat the same ARNs. */
const MOST_KNOWN = 50_000;
const known = new Map<string, Arn>();

/**
 * Parses an ARN, or a pattern for ARNs that has all six parts. Returns undefined for other text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(text: string): Arn | undefined {
  const before = known.get(text);
  if (before !== undefined || !text.startsWith("arn:")) return before;
  const arn = read(text);
  if (arn === undefined) return undefined;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, arn);
  return arn;
}

function read(text: string): Arn | undefined {
  const [, partition, service, region, account, ...rest] = text.split(":");
  if (partition === undefined || service === undefined || region === undefined || account === undefined)
    return undefined;
  if (rest.length === 0) return undefined;
  const resource = rest.join(":");
  const [first = ""] = resource.split("/", 1);
  const bucket = service === "s3" && region === "" && account === "" ? first : undefined;
  const type = bucket === undefined ? TYPES[service]?.find((each) => each === first) : typeInS3(resource);
  return { partition, service, region, account, resource, type, bucket };
}

const TYPES: Readonly<Record<string, readonly ResourceType[]>> = {
  kms: ["key", "alias"],
  iam: ["role", "user", "policy"],
};

function typeInS3(resource: string): ResourceType | undefined {
  if (resource.includes("/")) return "object";
  return resource === "" || /[*?]|\$\{/.test(resource) ? undefined : "bucket";
}

/** The account id in an ARN. Undefined for other text, for patterns, and for ARNs without an account. */
export function accountOf(text: string): string | undefined {
  const account = parseArn(text)?.account;
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

/** The region in an ARN. Undefined for other text, for patterns, and for ARNs without a region. */
export function regionOf(text: string): string | undefined {
  const region = parseArn(text)?.region;
  return region !== undefined && /^[a-z0-9-]+$/.test(region) ? region : undefined;
}

/** Whether it is the ARN of a whole account: `arn:aws:iam::111111111111:root`. */
export function isAccountRoot(text: string): boolean {
  return text.endsWith(":root") && /^arn:[^:]+:iam::[^:]+:root$/.test(text);
}

/** Whether it is the ARN of one key, not an alias and not a pattern. */
export function isKeyArn(text: string): boolean {
  return /^arn:[^:]+:kms:[^:]+:\d{12}:key\/[^/*?]+$/.test(text);
}

/** The name at the end of an ARN, without the path of a role or user. */
export function nameOf(text: string): string {
  return text.slice(text.lastIndexOf("/") + 1);
}

/**
 * What is wrong with a principal of a trust policy. It must be the root of an account, a role, a user, or a service. Groups are
 * not principals, and ARNs in a principal element cannot contain wildcards.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function trustedPrincipalProblem(value: string): string | undefined {
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(value)) {
    if (value.startsWith("cognito-identity.")) return "is an identity provider, not a service";
    const meant = misspeltService(value);
    return meant === undefined ? undefined : `is an unknown service; did you mean ${JSON.stringify(meant)}?`;
  }
  if (/^arn:aws[a-z-]*:iam::\d{12}:root$/.test(value) || isRoleOrUser(value)) return undefined;
  const meant = serviceMeant(value);
  if (meant !== undefined) return `is not a service; did you mean ${JSON.stringify(meant)}?`;
  const [, account = "<account id>", rest] =
    /^(?:arn:[^:]*:iam)?:*(\d{12})?:*((?:role|user)\/[\w+=,.@/-]+(?<!\/))$/.exec(value) ?? [];
  if (rest !== undefined) return `is not a complete ARN; write "arn:aws:iam::${account}:${rest}"`;
  if (/^\d{12}$/.test(value)) return `is an account id; write "arn:aws:iam::${value}:root"`;
  if (/^arn:aws[a-z-]*:iam::.*\*/.test(value))
    return 'must not contain "*": IAM has no patterns in the principals of a trust policy; name each role or user, or the account root';
  return 'must be the ARN of a role, a user or an account root, such as "arn:aws:iam::111122223333:role/Admin", or a service, such as "ec2.amazonaws.com"';
}

/**
 * Whether it is the ARN of one role or user. A path can have any character from ! to ~, of which a policy takes `*`, `?` and the
 * beginning of a variable for more than themselves.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
function isRoleOrUser(arn: string): boolean {
  return (
    /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/([!-)+->@-~]+\/)?[\w+=,.@-]+$/.test(arn) && !/[$%]\{/.test(arn)
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export function policyArnProblem(value: string): string | undefined {
  if (/^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+(?<!\/)$/.test(value)) return undefined;
  return 'must be the ARN of a policy, such as "arn:aws:iam::111122223333:policy/Boundary"';
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export function roleArnProblem(value: string): string | undefined {
  if (isRoleOrUser(value) && parseArn(value)?.type === "role") return undefined;
  return 'must be the ARN of a role, such as "arn:aws:iam::111122223333:role/Deployer"';
}

/** What is wrong with the ARN of a key: an alias can name another key tomorrow, and policies cannot identify a key by it. */
export function keyArnProblem(value: string): string | undefined {
  if (/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-z0-9-]+$/.test(value)) return undefined;
  if (/^arn:aws[a-z-]*:kms:.*:alias\/|^alias\//.test(value)) {
    const alias = value.slice(value.indexOf("alias/"));
    return `is an alias, which can name another key tomorrow; write the ARN of the key: aws kms describe-key --key-id ${alias} --query KeyMetadata.Arn --output text`;
  }
  return 'must be the ARN of a key, such as "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"';
}

/**
 * What is wrong with a role or user in a condition on `aws:PrincipalArn`. The roles of IAM Identity Center have names that end
 * with random characters, so they can be patterns.
 */
export function roleOrUserPatternProblem(value: string): string | undefined {
  if (isRoleOrUser(value)) return undefined;
  if (
    /^arn:aws[a-z-]*:iam::\d{12}:role\/aws-reserved\/sso\.amazonaws\.com(\*|\/\*|\/[a-z0-9-]+)?\/AWSReservedSSO_[\w+=,.@-]+_(\*|\?{16})$/.test(
      value,
    )
  )
    return undefined;
  return 'must be the ARN of a role or user, such as "arn:aws:iam::111122223333:role/Admin", or a principal of this file; only roles of IAM Identity Center can have wildcards, such as "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*"';
}
