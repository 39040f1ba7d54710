locals {
  sides = {
    west = {
      account = "111111111111"
      bucket  = "acme-two-way-west"
      region  = "us-west-2"
      to      = "east"
    }
    east = {
      account = "222222222222"
      bucket  = "acme-two-way-east"
      region  = "us-east-1"
      to      = "west"
    }
  }

  source_role_arns = {
    west = module.east_bucket.replication_role_arn
    east = module.west_bucket.replication_role_arn
  }

  key_arns = { west = module.west_key.key_arn, east = module.east_key.key_arn }
}

data "aws_iam_policy_document" "key" {
  for_each = local.sides
  provider = aws.west

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
      identifiers = [local.source_role_arns[each.key]]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${each.value.region}.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:aws:s3:arn"
      values   = ["arn:aws:s3:::${each.value.bucket}", "arn:aws:s3:::${each.value.bucket}/*"]
    }
  }
}

data "aws_iam_policy_document" "keys" {
  for_each = local.sides
  provider = aws.west

  statement {
    actions   = ["kms:Decrypt"]
    resources = [local.key_arns[each.key]]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${each.value.region}.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:aws:s3:arn"
      values   = ["arn:aws:s3:::${each.value.bucket}", "arn:aws:s3:::${each.value.bucket}/*"]
    }
  }

  statement {
    actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
    resources = [local.key_arns[each.value.to]]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${local.sides[each.value.to].region}.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:aws:s3:arn"
      values = [
        "arn:aws:s3:::${local.sides[each.value.to].bucket}",
        "arn:aws:s3:::${local.sides[each.value.to].bucket}/*",
      ]
    }
  }
}

module "west_key" {
  source    = "cloudposse/kms-key/aws"
  version   = "0.12.2"
  providers = { aws = aws.west }

  alias       = "alias/${local.sides.west.bucket}"
  description = "Encrypts the objects of ${local.sides.west.bucket}"
  policy      = data.aws_iam_policy_document.key["west"].json
}

module "west_bucket" {
  source    = "cloudposse/s3-bucket/aws"
  version   = "4.11.0"
  providers = { aws = aws.west }

  bucket_name                 = "acme-two-way-west"
  allow_ssl_requests_only     = true
  bucket_key_enabled          = true
  kms_master_key_arn          = module.west_key.key_arn
  s3_object_ownership         = "BucketOwnerEnforced"
  s3_replication_enabled      = true
  s3_replication_source_roles = [local.source_role_arns.west]
  sse_algorithm               = "aws:kms"

  s3_replication_rules = [
    {
      id                               = "east"
      delete_marker_replication_status = "Enabled"

      destination = {
        account                  = local.sides.east.account
        bucket                   = module.east_bucket.bucket_arn
        encryption_configuration = { replica_kms_key_id = module.east_key.key_arn }
      }

      source_selection_criteria = {
        replica_modifications     = { status = "Enabled" }
        sse_kms_encrypted_objects = { status = "Enabled" }
      }
    },
  ]
}

# The role that the module creates has no action on a key.
resource "aws_iam_role_policy" "west" {
  provider = aws.west

  name   = "keys"
  role   = split("/", module.west_bucket.replication_role_arn)[1]
  policy = data.aws_iam_policy_document.keys["west"].json
}

module "east_key" {
  source    = "cloudposse/kms-key/aws"
  version   = "0.12.2"
  providers = { aws = aws.east }

  alias       = "alias/${local.sides.east.bucket}"
  description = "Encrypts the objects of ${local.sides.east.bucket}"
  policy      = data.aws_iam_policy_document.key["east"].json
}

module "east_bucket" {
  source    = "cloudposse/s3-bucket/aws"
  version   = "4.11.0"
  providers = { aws = aws.east }

  bucket_name                 = "acme-two-way-east"
  allow_ssl_requests_only     = true
  bucket_key_enabled          = true
  kms_master_key_arn          = module.east_key.key_arn
  s3_object_ownership         = "BucketOwnerEnforced"
  s3_replication_enabled      = true
  s3_replication_source_roles = [local.source_role_arns.east]
  sse_algorithm               = "aws:kms"

  s3_replication_rules = [
    {
      id                               = "west"
      delete_marker_replication_status = "Enabled"

      destination = {
        account                  = local.sides.west.account
        bucket                   = module.west_bucket.bucket_arn
        encryption_configuration = { replica_kms_key_id = module.west_key.key_arn }
      }

      source_selection_criteria = {
        replica_modifications     = { status = "Enabled" }
        sse_kms_encrypted_objects = { status = "Enabled" }
      }
    },
  ]
}

# The role that the module creates has no action on a key.
resource "aws_iam_role_policy" "east" {
  provider = aws.east

  name   = "keys"
  role   = split("/", module.east_bucket.replication_role_arn)[1]
  policy = data.aws_iam_policy_document.keys["east"].json
}
