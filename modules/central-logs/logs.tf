# Everything in the account of the provider aws.logs.

data "aws_partition" "logs" {
  provider = aws.logs
}

data "aws_caller_identity" "logs" {
  provider = aws.logs
}

data "aws_region" "logs" {
  provider = aws.logs
}

locals {
  partition       = data.aws_partition.logs.partition
  logs_account_id = data.aws_caller_identity.logs.account_id
  logs_region     = data.aws_region.logs.id
}

resource "aws_kms_key" "logs" {
  provider = aws.logs

  description             = "Encrypts the objects of s3://${var.logs_bucket_name}"
  deletion_window_in_days = var.deletion_window_in_days
  enable_key_rotation     = true
  policy                  = local.logs_key_policy
  tags                    = var.tags
}

resource "aws_kms_alias" "logs" {
  provider = aws.logs

  name          = "alias/${replace(var.logs_bucket_name, ".", "-")}"
  target_key_id = aws_kms_key.logs.key_id
}

resource "aws_s3_bucket" "logs" {
  provider = aws.logs

  bucket        = var.logs_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags

  lifecycle {
    precondition {
      condition     = var.data_account_id != local.logs_account_id
      error_message = "The account data must not be one that the module creates resources in."
    }

    precondition {
      condition     = var.apps_account_id != local.logs_account_id
      error_message = "The account apps must not be one that the module creates resources in."
    }
  }

  depends_on = [aws_kms_key.logs]
}

resource "aws_s3_bucket_public_access_block" "logs" {
  provider = aws.logs

  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "logs" {
  provider = aws.logs

  bucket = aws_s3_bucket.logs.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.logs]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  provider = aws.logs

  bucket = aws_s3_bucket.logs.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.logs.arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  provider = aws.logs

  bucket = aws_s3_bucket.logs.id
  policy = local.logs_bucket_policy

  depends_on = [aws_s3_bucket_ownership_controls.logs]
}

resource "aws_iam_role" "auditor" {
  provider = aws.logs

  name               = var.auditor_role_name
  assume_role_policy = local.auditor_trust_policy
  tags               = var.tags
}

resource "aws_iam_role_policy" "auditor" {
  provider = aws.logs

  name   = "s3porter-central-logs-auditor"
  role   = aws_iam_role.auditor.name
  policy = local.auditor_identity_policy
}
