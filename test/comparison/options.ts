/**
 * Options of the modules, and policies by hand, that `terraform plan` accepts and that fail later. Each changes one thing of the
 * folder `with-option` of a caller.
 */
import type { CheckId } from "../../src/prove/lint/lint";
import { type Caller, mainOf, type Publisher, type Work } from "./callers";

export interface Option {
  readonly id: string;
  readonly work: Work;
  /** What the caller writes, in Markdown. */
  readonly title: string;
  /** What happens. The page of AWS is that of the check. */
  readonly then: string;
  /** The check that is about it. */
  readonly found: CheckId;
  /** Absent where the module has no such option. */
  readonly changes: Partial<Record<Publisher, readonly Change[]>>;
}

/** What stands once in `main.tf`, and what stands there instead. */
type Change = readonly [from: string, to: string];

/** The Terraform of a caller with an option; undefined if the caller's module does not have it. */
export function changedBy({ id, work, changes }: Option, caller: Caller): string | undefined {
  const { [caller.publisher]: ofPublisher } = changes;
  if (work !== caller.work || caller.style !== "with-option" || ofPublisher === undefined) return undefined;
  return ofPublisher.reduce((text, [from, to]) => {
    const parts = text.split(from);
    if (parts.length !== 2)
      throw new Error(
        `${caller.name} has ${JSON.stringify(from)} ${parts.length - 1} times, not once, for ${id}`,
      );
    return parts.join(to);
  }, mainOf(caller));
}

const EAST_KEY = "replica_kms_key_id = module.east_key.key_arn";
const ALL_ACTIONS = `["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]`;
const ON_REPLICA_KEY = "\n    resources = [local.key_arns[each.value.to]]";
const NO_DECRYPT: readonly Change[] = [
  [`${ALL_ACTIONS}${ON_REPLICA_KEY}`, `["kms:Encrypt"]${ON_REPLICA_KEY}`],
];
const ONE_KEY: readonly Change[] = [
  [
    `  dynamic "statement" {\n    for_each = local.destinations`,
    `  dynamic "statement" {\n    for_each = { backup = local.destinations.backup }`,
  ],
];
const NO_ORDER: readonly Change[] = [["  depends_on = [module.backup_bucket, module.analysis_bucket]\n", ""]];

export const OPTIONS: readonly Option[] = [
  {
    id: "existing-objects",
    work: "replication-two-way",
    title: "`existing_object_replication`",
    then: "S3 refuses it",
    found: "replication-rules",
    changes: {
      "terraform-aws-modules": [
        [
          `"east"\n        delete_marker`,
          `"east"\n        existing_object_replication = true\n        delete_marker`,
        ],
      ],
    },
  },
  {
    id: "metrics-threshold",
    work: "replication-two-way",
    title: "metrics with minutes, but no `replication_time`",
    then: "S3 refuses it",
    found: "replication-rules",
    changes: {
      "terraform-aws-modules": [
        [
          `east_bucket.s3_bucket_arn\n          metrics            = { status = "Enabled" }`,
          `east_bucket.s3_bucket_arn\n          metrics            = { status = "Enabled", minutes = 15 }`,
        ],
      ],
      // Its metrics always have minutes.
      cloudposse: [
        [
          `{ ${EAST_KEY} }`,
          `{ ${EAST_KEY} }
        metrics                  = { status = "Enabled" }
        replication_time         = { status = "Disabled" }`,
        ],
      ],
    },
  },
  {
    id: "no-sse-kms",
    work: "replication-two-way",
    title: "no `sse_kms_encrypted_objects`",
    then: "S3 skips every object that a key encrypts",
    found: "replication-rules",
    changes: {
      "terraform-aws-modules": [
        [
          `${EAST_KEY}
        }

        source_selection_criteria = {
          replica_modifications     = { enabled = true }
          sse_kms_encrypted_objects = { enabled = true }`,
          `${EAST_KEY}
        }

        source_selection_criteria = {
          replica_modifications     = { enabled = true }`,
        ],
      ],
      cloudposse: [
        [
          `{ ${EAST_KEY} }
      }

      source_selection_criteria = {
        replica_modifications     = { status = "Enabled" }
        sse_kms_encrypted_objects = { status = "Enabled" }`,
          `{ ${EAST_KEY} }
      }

      source_selection_criteria = {
        replica_modifications     = { status = "Enabled" }`,
        ],
      ],
    },
  },
  {
    id: "no-versioning",
    work: "replication-two-way",
    title: "versioning switched off",
    then: "S3 refuses the rules",
    found: "replication-rules",
    changes: {
      "terraform-aws-modules": [
        [
          `bucket["east"].json\n  versioning                            = { enabled = true }`,
          `bucket["east"].json\n  versioning                            = { enabled = false }`,
        ],
      ],
      cloudposse: [
        [`[local.source_role_arns.east]\n`, `[local.source_role_arns.east]\n  versioning_enabled = false\n`],
      ],
    },
  },
  {
    id: "key-elsewhere",
    work: "replication-two-way",
    title: "the key of the replicas in another argument",
    then: "the module leaves it out, and S3 refuses the rule",
    found: "replication-rules",
    changes: {
      "terraform-aws-modules": [[EAST_KEY, "replica_kms_key = module.east_key.key_arn"]],
      // Its variable has this argument, too.
      cloudposse: [[`encryption_configuration = { ${EAST_KEY} }`, EAST_KEY]],
    },
  },
  {
    id: "key-by-alias",
    work: "replication-two-way",
    title: "the ARN of an alias as the key of the replicas",
    then: "S3 looks for the key in the account of the source",
    found: "replication-rules",
    changes: {
      "terraform-aws-modules": [
        [EAST_KEY, EAST_KEY.replace("key.key_arn", `key.aliases["acme-two-way-east"].arn`)],
      ],
      cloudposse: [[EAST_KEY, EAST_KEY.replace("key_arn", "alias_arn")]],
    },
  },
  {
    id: "no-decrypt",
    work: "replication-two-way",
    title: "a role with `kms:Encrypt` alone on the key of the replicas",
    then: "with a Bucket Key, objects become FAILED",
    found: "replication-bucket-key",
    changes: { "terraform-aws-modules": NO_DECRYPT, cloudposse: NO_DECRYPT },
  },
  {
    id: "role-of-module",
    work: "replication-two-way",
    title: "the role as the module creates it",
    then: "it has no action on a key, and objects become FAILED",
    found: "replication-role-keys",
    changes: {
      cloudposse: [
        [
          `resource "aws_iam_role_policy" "west" {
  provider = aws.west

  name   = "keys"
  role   = split("/", module.west_bucket.replication_role_arn)[1]
  policy = data.aws_iam_policy_document.keys["west"].json
}
`,
          "",
        ],
      ],
    },
  },
  {
    id: "no-priorities",
    work: "replication-fan-out",
    title: "rules without `priority`",
    then: "S3 refuses two rules with the same",
    found: "replication-rules",
    changes: {
      "terraform-aws-modules": [
        ["        priority                  = 1\n", ""],
        ["        priority                  = 2\n", ""],
      ],
      cloudposse: [
        ["      priority                  = 1\n", ""],
        ["      priority                  = 2\n", ""],
      ],
    },
  },
  {
    id: "delete-markers-by-tag",
    work: "replication-fan-out",
    title: "delete markers of a rule that selects by tag",
    then: "S3 refuses it",
    found: "replication-rules",
    changes: {
      "terraform-aws-modules": [
        [
          "= 1\n        delete_marker_replication = false",
          `= 1\n        delete_marker_replication = true\n        filter = { tags = { backup = "yes" } }`,
        ],
      ],
      cloudposse: [
        [
          "      priority                  = 1\n",
          `      priority                         = 1
      delete_marker_replication_status = "Enabled"
      filter                           = { tags = { backup = "yes" } }
`,
        ],
      ],
    },
  },
  {
    id: "key-of-another-destination",
    work: "replication-fan-out",
    title: "the key of the other destination",
    then: "objects become FAILED, as the key is in another region",
    found: "replication-rules",
    changes: {
      "terraform-aws-modules": [
        ["replica_kms_key_id = module.analysis_key", "replica_kms_key_id = module.backup_key"],
      ],
      cloudposse: [["replica_kms_key_id = module.analysis_key", "replica_kms_key_id = module.backup_key"]],
    },
  },
  {
    id: "owner-without-account",
    work: "replication-fan-out",
    title: "`access_control_translation` without the account",
    then: "S3 refuses it",
    found: "replication-rules",
    changes: {
      "terraform-aws-modules": [
        [
          "account            = local.destinations.backup.account",
          `access_control_translation = { owner = "Destination" }`,
        ],
      ],
      cloudposse: [
        [
          "account                  = local.destinations.backup.account",
          `access_control_translation = { owner = "Destination" }`,
        ],
      ],
    },
  },
  {
    id: "no-order",
    work: "replication-fan-out",
    title: "no `depends_on` of the other buckets",
    then: "the first apply can fail",
    found: "replication-order",
    changes: { "terraform-aws-modules": NO_ORDER, cloudposse: NO_ORDER },
  },
  {
    id: "one-key",
    work: "replication-fan-out",
    title: "a role without the key of one destination",
    then: "objects become FAILED there",
    found: "replication-role-keys",
    changes: { "terraform-aws-modules": ONE_KEY, cloudposse: ONE_KEY },
  },
];
