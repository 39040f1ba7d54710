/** The rules for the values of variables, by what they are. */
import type { BucketNamespace } from "../../topology/model";
import type { Validation } from "../module-variable";

/** The rules for a variable of this name. */
export type Validations = (name: string) => readonly Validation[];

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 *
 * @param longest the maximum length, if other names are built from it
 */
export function bucketName(name: string, namespace: BucketNamespace, longest: number): Validation[] {
  return [
    {
      condition: `can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.${name})) && !strcontains(var.${name}, "..")`,
      message:
        "A bucket name must have 3 to 63 lowercase letters, digits, dots and hyphens, begin and end with a letter or digit, and not have two dots in a row.",
      refused: "Acme_Bucket",
    },
    namespace === "global"
      ? {
          condition: `!endswith(var.${name}, "-an")`,
          message:
            "A bucket name must not end with -an. To create the bucket in the namespace of its account, change its name in the topology and export the module again.",
          refused: "acme-111122223333-us-east-1-an",
        }
      : {
          condition: `can(regex(".-[0-9]{12}-[a-z-]+-[0-9]-an$", var.${name}))`,
          message:
            "The name of a bucket in the namespace of its account must end with -<account id>-<region>-an.",
          refused: "acme",
        },
    ...(longest < 63
      ? [
          {
            condition: `length(var.${name}) <= ${longest}`,
            message: `The name must have at most ${longest} characters, because the replication role is named after the bucket.`,
            refused: "a".repeat(longest + 1),
          },
        ]
      : []),
  ];
}

export const accountId = matching("^[0-9]{12}$", "An account ID must have twelve digits.", "1111");

export const region = matching(
  "^[a-z]+(-[a-z]+)+-[0-9]+$",
  "A region must have the form of us-east-1.",
  "us-east-1a",
);

export const topicArn = matching(
  "^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$",
  "The value must be the ARN of a standard SNS topic.",
  "arn:aws:sns:us-east-1:111122223333:on-call.fifo",
);

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export function iamName(kind: "role" | "user"): Validations {
  return matching(
    "^[\\w+=,.@-]{1,64}$",
    `A ${kind} name must have 1 to 64 characters: letters, digits and any of _+=,.@-.`,
    "a name with spaces",
  );
}

/** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html */
export const permissionSetName = matching(
  "^[\\w+=,.@-]{1,32}$",
  "The name of a permission set must have 1 to 32 characters: letters, digits and any of _+=,.@-.",
  "Analyst*",
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths */
export const organizationPaths = eachMatching(
  "path",
  "^o-[a-z0-9]{10,32}/r-[0-9a-z]{4,32}/(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}/)*[*]?$",
  "Specify at least one path of an OU, each ending with / or /*.",
  "*",
);

export const trustedArns = eachMatching(
  "arn",
  "^arn:[a-z-]+:iam::[0-9]{12}:(root|role/.+|user/.+)$",
  "Specify at least one ARN, each of an IAM role, an IAM user or an account root.",
  "S3Porter",
);

/**
 * @param beginning a regular expression for what tells the caller's own workloads from others
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export function subjects(name: string, hasWildcards: boolean, beginning: string): Validation[] {
  const bounded = `alltrue([for subject in var.${name} : ${matches(beginning, "subject")}])`;
  return [
    {
      condition: `length(var.${name}) > 0 && ${bounded}`,
      message:
        "Specify at least one subject, each beginning with the owner of the workloads, without wildcards.",
      refused: ["*"],
    },
    ...(hasWildcards
      ? []
      : [
          {
            condition: `alltrue([for subject in var.${name} : !can(regex("[*?]", subject))])`,
            message:
              "A subject must not contain wildcards: the policy compares it as it is. To use wildcards, write one in the topology and export the module again.",
            refused: [
              "repo:acme/*",
              "project_path:acme/*",
              "system:serviceaccount:web:*",
              "organization:acme:*",
            ].filter((subject) => new RegExp(beginning).test(subject)),
          },
        ]),
  ];
}

export const oidcIssuer = matching(
  "^[a-z0-9-]+([.][a-z0-9-]+)+(/[0-9A-Za-z_.~/-]*[0-9A-Za-z_.~-])?$",
  "An issuer must be a host name with an optional path, without https://, port and query.",
  "https://oidc.example.com",
);

export const samlProviderArn = matching(
  "^arn:[a-z-]+:iam::[0-9]{12}:saml-provider/.+$",
  "Specify the ARN of a SAML provider.",
  "Okta",
);

const SOURCE_ARN = "^arn:[a-z-]+:[a-z0-9-]+:[^:]*:[0-9]{0,12}:.+$";

export const sourceArn = matching(
  SOURCE_ARN,
  "Specify an ARN, or a pattern of ARNs that names the service and the account without wildcards.",
  "arn:aws:ecs:*:*:*",
);

export const sourceArns = eachMatching(
  "arn",
  SOURCE_ARN,
  "Specify ARNs, or patterns of ARNs that name the service and the account without wildcards.",
  "arn:aws:ecs:*:*:*",
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function externalId(name: string): Validation[] {
  return [
    {
      // Terraform's regular expressions allow at most 1,000 repetitions.
      condition: `can(regex("^[\\\\w+=,.@:/-]{2,}$", var.${name})) && length(var.${name}) <= 1224`,
      message: "An external ID must have 2 to 1,224 characters: letters, digits and any of _+=,.@:/-.",
      refused: "x",
    },
  ];
}

export const policyArn = matching(
  "^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$",
  "A permissions boundary must be the ARN of a managed policy.",
  "Boundary",
);

export const organizationId = matching(
  "^o-[a-z0-9]{10,32}$",
  "Specify the ID of an organization, such as o-abcde12345.",
  "acme",
);

export const vpcEndpointIds = eachMatching(
  "id",
  "^vpce-[0-9a-f]+$",
  "Specify at least one ID of a VPC endpoint, such as vpce-0123456789abcdef0.",
  "vpc-0123456789abcdef0",
);

export const sourceIps = eachMatching(
  "range",
  "^[0-9a-f.:]+(/[1-9][0-9]{0,2})?$",
  "Specify at least one range of public IP addresses, such as 203.0.113.0/24.",
  "0.0.0.0/0",
);

export const roleOrUserArn = matching(
  "^arn:[a-z-]+:iam::[0-9]{12}:(role|user)/.+$",
  "Specify the ARN of an IAM role or user.",
  "Deployer",
);

/** A wildcard in a prefix would also be one in the policies. */
export function prefix(name: string): Validation[] {
  return [
    {
      condition: `length(var.${name}) > 0 && !can(regex("[*?]|\\\\$\\\\{", var.${name}))`,
      message: "A prefix must not be empty, and must not have wildcards or policy variables.",
      refused: "in/*",
    },
  ];
}

/** A prefix to which a service adds the folders of accounts. */
export function folderPrefix(name: string): Validation[] {
  return [
    ...prefix(name),
    {
      condition: `endswith(var.${name}, "/") && !strcontains(var.${name}, "AWSLogs/")`,
      message: "The prefix must end with a slash, and must not contain AWSLogs/, which the service adds.",
      refused: "logs",
    },
  ];
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export function keyAlias(name: string): Validation[] {
  return [
    {
      condition: `can(regex("^alias/[\\\\w/-]{1,250}$", var.${name})) && !startswith(var.${name}, "alias/aws/")`,
      message:
        "A key alias must begin with alias/, but not with alias/aws/, and have only letters, digits, slashes, underscores and hyphens.",
      refused: "acme",
    },
  ];
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
export function deletionWindow(name: string): Validation[] {
  return [
    {
      condition: `var.${name} >= 7 && var.${name} <= 30 && floor(var.${name}) == var.${name}`,
      message: "The deletion window must be a whole number of days from 7 to 30.",
      refused: 3,
    },
  ];
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export function keyDescription(name: string): Validation[] {
  return [
    {
      condition: `length(var.${name}) > 0 && length(var.${name}) <= 8192`,
      message: "A key description must have 1 to 8,192 characters.",
      refused: "",
    },
  ];
}

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export function tags(name: string): Validation[] {
  return [
    {
      condition: `alltrue([for key, value in var.${name} : length(key) <= 128 && length(value) <= 256 && !startswith(lower(key), "aws:")])`,
      message:
        "Tag keys must have at most 128 characters and not begin with aws:, and tag values at most 256 characters.",
      refused: { "aws:team": "storage" },
    },
  ];
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN */
export const keyArn = matching(
  "^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-z0-9-]+$",
  "Specify the ARN of a KMS key, not of an alias.",
  "alias/acme",
);

/** Text that matches a regular expression. */
function matching(pattern: string, message: string, refused: string): Validations {
  return (name) => [{ condition: matches(pattern, `var.${name}`), message, refused }];
}

/**
 * A list that is not empty, and in which each value matches a regular expression.
 *
 * @param each what a value is called
 */
function eachMatching(each: string, pattern: string, message: string, refused: string): Validations {
  return (name) => [
    {
      condition: `length(var.${name}) > 0 && alltrue([for ${each} in var.${name} : ${matches(pattern, each)}])`,
      message,
      refused: [refused],
    },
  ];
}

/** In HCL. */
function matches(pattern: string, value: string): string {
  return `can(regex(${JSON.stringify(pattern)}, ${value}))`;
}
