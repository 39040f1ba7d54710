# Everything in the account of the provider aws.a.

data "aws_partition" "a" {
  provider = aws.a
}

data "aws_caller_identity" "a" {
  provider = aws.a
}

data "aws_region" "a" {
  provider = aws.a
}

locals {
  partition    = data.aws_partition.a.partition
  a_account_id = data.aws_caller_identity.a.account_id
  a_region     = data.aws_region.a.id
}

resource "aws_kms_key" "reports" {
  provider = aws.a

  description             = "Encrypts the objects of s3://${var.reports_bucket_name}"
  deletion_window_in_days = var.deletion_window_in_days
  enable_key_rotation     = true
  policy                  = local.reports_key_policy
  tags                    = var.tags
}

resource "aws_kms_alias" "reports" {
  provider = aws.a

  name          = "alias/${replace(var.reports_bucket_name, ".", "-")}"
  target_key_id = aws_kms_key.reports.key_id
}

resource "aws_s3_bucket" "reports" {
  provider = aws.a

  bucket        = var.reports_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags

  lifecycle {
    precondition {
      condition     = var.b_account_id != local.a_account_id
      error_message = "The account b must not be one that the module creates resources in."
    }
  }

  depends_on = [aws_kms_key.reports]
}

resource "aws_s3_bucket_public_access_block" "reports" {
  provider = aws.a

  bucket                  = aws_s3_bucket.reports.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "reports" {
  provider = aws.a

  bucket = aws_s3_bucket.reports.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.reports]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "reports" {
  provider = aws.a

  bucket = aws_s3_bucket.reports.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.reports.arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_policy" "reports" {
  provider = aws.a

  bucket = aws_s3_bucket.reports.id
  policy = local.reports_bucket_policy

  depends_on = [aws_s3_bucket_ownership_controls.reports]
}
