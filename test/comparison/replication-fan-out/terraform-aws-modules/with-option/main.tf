locals {
  source_bucket = "acme-fan-out-source"

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
    sid       = "EncryptReplicas"
    actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.source.arn]
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
      identifiers = [aws_iam_role.source.arn]
    }
  }
}

data "aws_iam_policy_document" "trust" {
  provider = aws.source

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "role" {
  provider = aws.source

  statement {
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = ["arn:aws:s3:::${local.source_bucket}"]
  }

  statement {
    actions = [
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionAnnotationForReplication",
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionTagging",
    ]
    resources = ["arn:aws:s3:::${local.source_bucket}/*"]
  }

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

  statement {
    actions = ["s3:ReplicateObject", "s3:ReplicateTags"]
    resources = [
      for destination in local.destinations : "arn:aws:s3:::${destination.bucket}/${destination.prefix}*"
    ]
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
  source    = "terraform-aws-modules/kms/aws"
  version   = "3.1.1"
  providers = { aws = aws.backup }

  aliases                 = [local.destinations.backup.bucket]
  source_policy_documents = [data.aws_iam_policy_document.key["backup"].json]
}

module "backup_bucket" {
  source    = "terraform-aws-modules/s3-bucket/aws"
  version   = "4.11.0"
  providers = { aws = aws.backup }

  bucket                                = local.destinations.backup.bucket
  attach_deny_insecure_transport_policy = true
  attach_policy                         = true
  control_object_ownership              = true
  policy                                = data.aws_iam_policy_document.bucket["backup"].json
  versioning                            = { enabled = true }

  server_side_encryption_configuration = {
    rule = {
      bucket_key_enabled = true

      apply_server_side_encryption_by_default = {
        kms_master_key_id = module.backup_key.key_arn
        sse_algorithm     = "aws:kms"
      }
    }
  }
}

module "analysis_key" {
  source    = "terraform-aws-modules/kms/aws"
  version   = "3.1.1"
  providers = { aws = aws.analysis }

  aliases                 = [local.destinations.analysis.bucket]
  source_policy_documents = [data.aws_iam_policy_document.key["analysis"].json]
}

module "analysis_bucket" {
  source    = "terraform-aws-modules/s3-bucket/aws"
  version   = "4.11.0"
  providers = { aws = aws.analysis }

  bucket                                = local.destinations.analysis.bucket
  attach_deny_insecure_transport_policy = true
  attach_policy                         = true
  control_object_ownership              = true
  policy                                = data.aws_iam_policy_document.bucket["analysis"].json
  versioning                            = { enabled = true }

  server_side_encryption_configuration = {
    rule = {
      bucket_key_enabled = true

      apply_server_side_encryption_by_default = {
        kms_master_key_id = module.analysis_key.key_arn
        sse_algorithm     = "aws:kms"
      }
    }
  }
}

module "source_key" {
  source    = "terraform-aws-modules/kms/aws"
  version   = "3.1.1"
  providers = { aws = aws.source }

  aliases = [local.source_bucket]
}

resource "aws_iam_role" "source" {
  provider = aws.source

  name               = "acme-fan-out"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "source" {
  provider = aws.source

  name   = "replication"
  role   = aws_iam_role.source.name
  policy = data.aws_iam_policy_document.role.json
}

module "source_bucket" {
  source    = "terraform-aws-modules/s3-bucket/aws"
  version   = "4.11.0"
  providers = { aws = aws.source }

  bucket                                = local.source_bucket
  attach_deny_insecure_transport_policy = true
  control_object_ownership              = true
  versioning                            = { enabled = true }

  server_side_encryption_configuration = {
    rule = {
      bucket_key_enabled = true

      apply_server_side_encryption_by_default = {
        kms_master_key_id = module.source_key.key_arn
        sse_algorithm     = "aws:kms"
      }
    }
  }

  replication_configuration = {
    role = aws_iam_role.source.arn

    rules = [
      {
        id                        = "backup"
        priority                  = 1
        delete_marker_replication = false
        source_selection_criteria = { sse_kms_encrypted_objects = { enabled = true } }

        destination = {
          account            = local.destinations.backup.account
          bucket             = module.backup_bucket.s3_bucket_arn
          metrics            = { status = "Enabled" }
          replica_kms_key_id = module.backup_key.key_arn
          storage_class      = "GLACIER_IR"
        }
      },
      {
        id                        = "analysis"
        priority                  = 2
        delete_marker_replication = false
        filter                    = { prefix = local.destinations.analysis.prefix }
        source_selection_criteria = { sse_kms_encrypted_objects = { enabled = true } }

        destination = {
          account            = local.destinations.analysis.account
          bucket             = module.analysis_bucket.s3_bucket_arn
          metrics            = { status = "Enabled" }
          replica_kms_key_id = module.analysis_key.key_arn
        }
      },
    ]
  }

  depends_on = [module.backup_bucket, module.analysis_bucket]
}
