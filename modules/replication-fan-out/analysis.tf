# Everything in the account of the provider aws.analysis.

data "aws_caller_identity" "analysis" {
  provider = aws.analysis
}

data "aws_region" "analysis" {
  provider = aws.analysis
}

locals {
  analysis_account_id = data.aws_caller_identity.analysis.account_id
  analysis_region     = data.aws_region.analysis.id
}

resource "aws_kms_key" "analysis" {
  provider = aws.analysis

  description             = "Encrypts the objects of s3://${var.analysis_bucket_name}"
  deletion_window_in_days = var.deletion_window_in_days
  enable_key_rotation     = true
  policy                  = local.analysis_key_policy
  tags                    = var.tags
}

resource "aws_kms_alias" "analysis" {
  provider = aws.analysis

  name          = "alias/${replace(var.analysis_bucket_name, ".", "-")}"
  target_key_id = aws_kms_key.analysis.key_id
}

resource "aws_s3_bucket" "analysis" {
  provider = aws.analysis

  bucket        = var.analysis_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags

  depends_on = [aws_kms_key.analysis]
}

resource "aws_s3_bucket_public_access_block" "analysis" {
  provider = aws.analysis

  bucket                  = aws_s3_bucket.analysis.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "analysis" {
  provider = aws.analysis

  bucket = aws_s3_bucket.analysis.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.analysis]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "analysis" {
  provider = aws.analysis

  bucket = aws_s3_bucket.analysis.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.analysis.arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_versioning" "analysis" {
  provider = aws.analysis

  bucket = aws_s3_bucket.analysis.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "analysis" {
  provider = aws.analysis

  bucket = aws_s3_bucket.analysis.id
  policy = local.analysis_bucket_policy

  depends_on = [aws_s3_bucket_ownership_controls.analysis]
}
