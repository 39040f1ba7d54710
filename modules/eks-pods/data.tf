# Everything in the account of the provider aws.data.

data "aws_partition" "data" {
  provider = aws.data
}

data "aws_caller_identity" "data" {
  provider = aws.data
}

data "aws_region" "data" {
  provider = aws.data
}

locals {
  partition       = data.aws_partition.data.partition
  data_account_id = data.aws_caller_identity.data.account_id
  data_region     = data.aws_region.data.id
}

resource "aws_kms_key" "lake" {
  provider = aws.data

  description             = "Encrypts the objects of s3://${var.lake_bucket_name}"
  deletion_window_in_days = var.deletion_window_in_days
  enable_key_rotation     = true
  policy                  = local.lake_key_policy
  tags                    = var.tags
}

resource "aws_kms_alias" "lake" {
  provider = aws.data

  name          = "alias/${replace(var.lake_bucket_name, ".", "-")}"
  target_key_id = aws_kms_key.lake.key_id
}

resource "aws_s3_bucket" "lake" {
  provider = aws.data

  bucket        = var.lake_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags

  lifecycle {
    precondition {
      condition     = local.data_account_id != local.apps_account_id
      error_message = "The providers aws.data and aws.apps must use different accounts."
    }
  }

  depends_on = [aws_kms_key.lake]
}

resource "aws_s3_bucket_public_access_block" "lake" {
  provider = aws.data

  bucket                  = aws_s3_bucket.lake.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "lake" {
  provider = aws.data

  bucket = aws_s3_bucket.lake.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.lake]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "lake" {
  provider = aws.data

  bucket = aws_s3_bucket.lake.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.lake.arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_policy" "lake" {
  provider = aws.data

  bucket = aws_s3_bucket.lake.id
  policy = local.lake_bucket_policy

  depends_on = [aws_s3_bucket_ownership_controls.lake]
}
