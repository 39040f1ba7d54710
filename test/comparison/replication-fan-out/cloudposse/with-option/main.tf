locals {
  source_account  = "111111111111"
  source_bucket   = "acme-fan-out-source"
  source_role_arn = "arn:aws:iam::${local.source_account}:role/${local.source_bucket}-replication"

  destinations = {
    backup = {
      account = "222222222222"
      bucket  = "acme-fan-out-backup"
      prefix  = ""
      region  = "us-east-1"
    }
    analysis = {
      account = "333333333333"
      bucket  = "acme-fan-out-analysis"
      prefix  = "reports/"
      region  = "eu-west-1"
    }
  }

  key_arns = { backup = module.backup_key.key_arn, analysis = module.analysis_key.key_arn }
}

data "aws_iam_policy_document" "key" {
  for_each = local.destinations
  provider = aws.source

  statement {
    sid       = "EnableIAMPolicies"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${each.value.account}:root"]
    }
  }

  statement {
    sid       = "EncryptReplicas"
    actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${local.source_account}:root"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = [local.source_role_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${each.value.region}.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:aws:s3:arn"
      values   = ["arn:aws:s3:::${each.value.bucket}", "arn:aws:s3:::${each.value.bucket}/${each.value.prefix}*"]
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  for_each = local.destinations
  provider = aws.source

  statement {
    sid       = "Replicate"
    actions   = ["s3:ReplicateObject", "s3:ReplicateTags"]
    resources = ["arn:aws:s3:::${each.value.bucket}/${each.value.prefix}*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${local.source_account}:root"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = [local.source_role_arn]
    }
  }
}

data "aws_iam_policy_document" "keys" {
  provider = aws.source

  statement {
    actions   = ["kms:Decrypt"]
    resources = [module.source_key.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.us-east-1.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:aws:s3:arn"
      values   = ["arn:aws:s3:::${local.source_bucket}", "arn:aws:s3:::${local.source_bucket}/*"]
    }
  }

  dynamic "statement" {
    for_each = local.destinations

    content {
      actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      resources = [local.key_arns[statement.key]]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${statement.value.region}.amazonaws.com"]
      }

      condition {
        test     = "StringLike"
        variable = "kms:EncryptionContext:aws:s3:arn"
        values = [
          "arn:aws:s3:::${statement.value.bucket}",
          "arn:aws:s3:::${statement.value.bucket}/${statement.value.prefix}*",
        ]
      }
    }
  }
}

module "backup_key" {
  source    = "cloudposse/kms-key/aws"
  version   = "0.12.2"
  providers = { aws = aws.backup }

  alias       = "alias/${local.destinations.backup.bucket}"
  description = "Encrypts the objects of ${local.destinations.backup.bucket}"
  policy      = data.aws_iam_policy_document.key["backup"].json
}

module "backup_bucket" {
  source    = "cloudposse/s3-bucket/aws"
  version   = "4.11.0"
  providers = { aws = aws.backup }

  bucket_name             = local.destinations.backup.bucket
  allow_ssl_requests_only = true
  bucket_key_enabled      = true
  kms_master_key_arn      = module.backup_key.key_arn
  s3_object_ownership     = "BucketOwnerEnforced"
  source_policy_documents = [data.aws_iam_policy_document.bucket["backup"].json]
  sse_algorithm           = "aws:kms"
}

module "analysis_key" {
  source    = "cloudposse/kms-key/aws"
  version   = "0.12.2"
  providers = { aws = aws.analysis }

  alias       = "alias/${local.destinations.analysis.bucket}"
  description = "Encrypts the objects of ${local.destinations.analysis.bucket}"
  policy      = data.aws_iam_policy_document.key["analysis"].json
}

module "analysis_bucket" {
  source    = "cloudposse/s3-bucket/aws"
  version   = "4.11.0"
  providers = { aws = aws.analysis }

  bucket_name             = local.destinations.analysis.bucket
  allow_ssl_requests_only = true
  bucket_key_enabled      = true
  kms_master_key_arn      = module.analysis_key.key_arn
  s3_object_ownership     = "BucketOwnerEnforced"
  source_policy_documents = [data.aws_iam_policy_document.bucket["analysis"].json]
  sse_algorithm           = "aws:kms"
}

module "source_key" {
  source    = "cloudposse/kms-key/aws"
  version   = "0.12.2"
  providers = { aws = aws.source }

  alias       = "alias/${local.source_bucket}"
  description = "Encrypts the objects of ${local.source_bucket}"
}

module "source_bucket" {
  source    = "cloudposse/s3-bucket/aws"
  version   = "4.11.0"
  providers = { aws = aws.source }

  bucket_name             = local.source_bucket
  allow_ssl_requests_only = true
  bucket_key_enabled      = true
  kms_master_key_arn      = module.source_key.key_arn
  s3_object_ownership     = "BucketOwnerEnforced"
  s3_replication_enabled  = true
  sse_algorithm           = "aws:kms"

  s3_replication_rules = [
    {
      id                        = "backup"
      priority                  = 1
      source_selection_criteria = { sse_kms_encrypted_objects = { status = "Enabled" } }

      destination = {
        account                  = local.destinations.backup.account
        bucket                   = module.backup_bucket.bucket_arn
        encryption_configuration = { replica_kms_key_id = module.backup_key.key_arn }
        storage_class            = "GLACIER_IR"
      }
    },
    {
      id                        = "analysis"
      priority                  = 2
      filter                    = { prefix = local.destinations.analysis.prefix }
      source_selection_criteria = { sse_kms_encrypted_objects = { status = "Enabled" } }

      destination = {
        account                  = local.destinations.analysis.account
        bucket                   = module.analysis_bucket.bucket_arn
        encryption_configuration = { replica_kms_key_id = module.analysis_key.key_arn }
      }
    },
  ]

  depends_on = [module.backup_bucket, module.analysis_bucket]
}

# The role that the module creates has no action on a key.
resource "aws_iam_role_policy" "source" {
  provider = aws.source

  name   = "keys"
  role   = split("/", module.source_bucket.replication_role_arn)[1]
  policy = data.aws_iam_policy_document.keys.json
}
