# Everything in the account of the provider aws.source.

data "aws_partition" "source" {
  provider = aws.source
}

data "aws_caller_identity" "source" {
  provider = aws.source
}

data "aws_region" "source" {
  provider = aws.source
}

locals {
  partition         = data.aws_partition.source.partition
  source_account_id = data.aws_caller_identity.source.account_id
  source_region     = data.aws_region.source.id
}

resource "aws_kms_key" "source" {
  provider = aws.source

  description             = "Encrypts the objects of s3://${var.source_bucket_name}"
  deletion_window_in_days = var.deletion_window_in_days
  enable_key_rotation     = true
  policy                  = local.source_key_policy
  tags                    = var.tags
}

resource "aws_kms_alias" "source" {
  provider = aws.source

  name          = "alias/${replace(var.source_bucket_name, ".", "-")}"
  target_key_id = aws_kms_key.source.key_id
}

resource "aws_s3_bucket" "source" {
  provider = aws.source

  bucket        = var.source_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags

  lifecycle {
    precondition {
      condition     = local.source_account_id != local.destination_account_id
      error_message = "The providers aws.source and aws.destination must use different accounts."
    }

    precondition {
      condition     = var.source_bucket_name != var.destination_bucket_name
      error_message = "The buckets must have different names."
    }
  }

  depends_on = [aws_kms_key.source]
}

resource "aws_s3_bucket_public_access_block" "source" {
  provider = aws.source

  bucket                  = aws_s3_bucket.source.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "source" {
  provider = aws.source

  bucket = aws_s3_bucket.source.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.source]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "source" {
  provider = aws.source

  bucket = aws_s3_bucket.source.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.source.arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_policy" "source" {
  provider = aws.source

  bucket = aws_s3_bucket.source.id
  policy = local.source_bucket_policy

  depends_on = [aws_s3_bucket_ownership_controls.source]
}
