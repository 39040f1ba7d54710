# Everything in the account of the provider aws.web.

data "aws_partition" "web" {
  provider = aws.web
}

data "aws_caller_identity" "web" {
  provider = aws.web
}

data "aws_region" "web" {
  provider = aws.web
}

locals {
  partition      = data.aws_partition.web.partition
  web_account_id = data.aws_caller_identity.web.account_id
  web_region     = data.aws_region.web.id
}

resource "aws_kms_key" "site" {
  provider = aws.web

  description             = "Encrypts the objects of s3://${var.site_bucket_name}"
  deletion_window_in_days = var.deletion_window_in_days
  enable_key_rotation     = true
  policy                  = local.site_key_policy
  tags                    = var.tags
}

resource "aws_kms_alias" "site" {
  provider = aws.web

  name          = "alias/${replace(var.site_bucket_name, ".", "-")}"
  target_key_id = aws_kms_key.site.key_id
}

resource "aws_s3_bucket" "site" {
  provider = aws.web

  bucket        = var.site_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags

  lifecycle {
    precondition {
      condition     = local.web_account_id != local.ci_account_id
      error_message = "The providers aws.web and aws.ci must use different accounts."
    }
  }

  depends_on = [aws_kms_key.site]
}

resource "aws_s3_bucket_public_access_block" "site" {
  provider = aws.web

  bucket                  = aws_s3_bucket.site.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "site" {
  provider = aws.web

  bucket = aws_s3_bucket.site.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.site]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "site" {
  provider = aws.web

  bucket = aws_s3_bucket.site.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.site.arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_policy" "site" {
  provider = aws.web

  bucket = aws_s3_bucket.site.id
  policy = local.site_bucket_policy

  depends_on = [aws_s3_bucket_ownership_controls.site]
}
