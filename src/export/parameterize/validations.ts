/** The rules for the values of variables, by what they are. */
import type { BucketNamespace } from "../../topology/model";
import type { Validation } from "../module-variable";

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

export function accountId(name: string): Validation[] {
  return [
    {
      condition: `can(regex("^[0-9]{12}$", var.${name}))`,
      message: "An account ID must have twelve digits.",
      refused: "1111",
    },
  ];
}

export function region(name: string): Validation[] {
  return [
    {
      condition: `can(regex("^[a-z]+(-[a-z]+)+-[0-9]+$", var.${name}))`,
      message: "A region must have the form of us-east-1.",
      refused: "us-east-1a",
    },
  ];
}

export function topicArn(name: string): Validation[] {
  return [
    {
      condition: `can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", var.${name}))`,
      message: "The value must be the ARN of a standard SNS topic.",
      refused: "arn:aws:sns:us-east-1:111122223333:on-call.fifo",
    },
  ];
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export function iamName(name: string, kind: "role" | "user"): Validation[] {
  return [
    {
      condition: `can(regex("^[\\\\w+=,.@-]{1,64}$", var.${name}))`,
      message: `A ${kind} name must have 1 to 64 characters: letters, digits and any of _+=,.@-.`,
      refused: "a name with spaces",
    },
  ];
}

/** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html */
export function permissionSetName(name: string): Validation[] {
  return [
    {
      condition: `can(regex("^[\\\\w+=,.@-]{1,32}$", var.${name}))`,
      message:
        "The name of a permission set must have 1 to 32 characters: letters, digits and any of _+=,.@-.",
      refused: "Analyst*",
    },
  ];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths */
export function organizationPaths(name: string): Validation[] {
  return [
    {
      condition: `length(var.${name}) > 0 && alltrue([for path in var.${name} : can(regex("^o-[a-z0-9]{10,32}/r-[0-9a-z]{4,32}/(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}/)*[*]?$", path))])`,
      message: "Specify at least one path of an OU, each ending with / or /*.",
      refused: ["*"],
    },
  ];
}

export function trustedArns(name: string): Validation[] {
  return [
    {
      condition: `length(var.${name}) > 0 && alltrue([for arn in var.${name} : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:(root|role/.+|user/.+)$", arn))])`,
      message: "Specify at least one ARN, each of an IAM role, an IAM user or an account root.",
      refused: ["S3Porter"],
    },
  ];
}

/**
 * @param beginning a regular expression for what tells the caller's own workloads from others
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export function subjects(name: string, hasWildcards: boolean, beginning: string): Validation[] {
  const bounded = `alltrue([for subject in var.${name} : can(regex(${JSON.stringify(beginning)}, subject))])`;
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

export function oidcIssuer(name: string): Validation[] {
  return [
    {
      condition: `can(regex("^[a-z0-9-]+([.][a-z0-9-]+)+(/[0-9A-Za-z_.~/-]*[0-9A-Za-z_.~-])?$", var.${name}))`,
      message: "An issuer must be a host name with an optional path, without https://, port and query.",
      refused: "https://oidc.example.com",
    },
  ];
}

export function samlProviderArn(name: string): Validation[] {
  return [
    {
      condition: `can(regex("^arn:[a-z-]+:iam::[0-9]{12}:saml-provider/.+$", var.${name}))`,
      message: "Specify the ARN of a SAML provider.",
      refused: "Okta",
    },
  ];
}

export function sourceArn(name: string): Validation[] {
  return [
    {
      condition: `can(regex("^arn:[a-z-]+:[a-z0-9-]+:[^:]*:[0-9]{0,12}:.+$", var.${name}))`,
      message:
        "Specify an ARN, or a pattern of ARNs that names the service and the account without wildcards.",
      refused: "arn:aws:ecs:*:*:*",
    },
  ];
}

export function sourceArns(name: string): Validation[] {
  return sourceArn(name).map(({ message, refused }) => ({
    condition: `length(var.${name}) > 0 && alltrue([for arn in var.${name} : can(regex("^arn:[a-z-]+:[a-z0-9-]+:[^:]*:[0-9]{0,12}:.+$", arn))])`,
    message: message.replace(
      "an ARN, or a pattern of ARNs that names",
      "ARNs, or patterns of ARNs that name",
    ),
    refused: [refused as string],
  }));
}

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

export function policyArn(name: string): Validation[] {
  return [
    {
      condition: `can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.${name}))`,
      message: "A permissions boundary must be the ARN of a managed policy.",
      refused: "Boundary",
    },
  ];
}

export function organizationId(name: string): Validation[] {
  return [
    {
      condition: `can(regex("^o-[a-z0-9]{10,32}$", var.${name}))`,
      message: "Specify the ID of an organization, such as o-abcde12345.",
      refused: "acme",
    },
  ];
}

export function vpcEndpointIds(name: string): Validation[] {
  return [
    {
      condition: `length(var.${name}) > 0 && alltrue([for id in var.${name} : can(regex("^vpce-[0-9a-f]+$", id))])`,
      message: "Specify at least one ID of a VPC endpoint, such as vpce-0123456789abcdef0.",
      refused: ["vpc-0123456789abcdef0"],
    },
  ];
}

export function sourceIps(name: string): Validation[] {
  return [
    {
      condition: `length(var.${name}) > 0 && alltrue([for range in var.${name} : can(regex("^[0-9a-f.:]+(/[1-9][0-9]{0,2})?$", range))])`,
      message: "Specify at least one range of public IP addresses, such as 203.0.113.0/24.",
      refused: ["0.0.0.0/0"],
    },
  ];
}

export function roleOrUserArn(name: string): Validation[] {
  return [
    {
      condition: `can(regex("^arn:[a-z-]+:iam::[0-9]{12}:(role|user)/.+$", var.${name}))`,
      message: "Specify the ARN of an IAM role or user.",
      refused: "Deployer",
    },
  ];
}

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
export function keyArn(name: string): Validation[] {
  return [
    {
      condition: `can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-z0-9-]+$", var.${name}))`,
      message: "Specify the ARN of a KMS key, not of an alias.",
      refused: "alias/acme",
    },
  ];
}
