# Everything in the account of the provider aws.destination.

data "aws_caller_identity" "destination" {
  provider = aws.destination
}

data "aws_region" "destination" {
  provider = aws.destination
}

locals {
  destination_account_id = data.aws_caller_identity.destination.account_id
  destination_region     = data.aws_region.destination.id
}

resource "aws_s3_bucket" "destination" {
  provider = aws.destination

  bucket        = var.destination_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags

  depends_on = [aws_kms_key.source]
}

resource "aws_s3_bucket_public_access_block" "destination" {
  provider = aws.destination

  bucket                  = aws_s3_bucket.destination.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "destination" {
  provider = aws.destination

  bucket = aws_s3_bucket.destination.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.destination]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "destination" {
  provider = aws.destination

  bucket = aws_s3_bucket.destination.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.source.arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_policy" "destination" {
  provider = aws.destination

  bucket = aws_s3_bucket.destination.id
  policy = local.destination_bucket_policy

  depends_on = [aws_s3_bucket_ownership_controls.destination]
}

resource "aws_iam_user" "sync" {
  provider = aws.destination

  name = var.sync_user_name
  tags = var.tags
}

resource "aws_iam_policy" "sync" {
  provider = aws.destination

  name   = "s3porter-${var.sync_user_name}"
  policy = local.sync_identity_policy
  tags   = var.tags
}

resource "aws_iam_user_policy_attachment" "sync" {
  provider = aws.destination

  user       = aws_iam_user.sync.name
  policy_arn = aws_iam_policy.sync.arn
}

# If this bucket had its own key before, Terraform keeps that key, because it may still encrypt objects.
removed {
  from = aws_kms_key.destination

  lifecycle {
    destroy = false
  }
}

# Terraform also keeps the alias of that key.
removed {
  from = aws_kms_alias.destination

  lifecycle {
    destroy = false
  }
}
