# Everything in the account of the provider aws.backup.

data "aws_caller_identity" "backup" {
  provider = aws.backup
}

data "aws_region" "backup" {
  provider = aws.backup
}

locals {
  backup_account_id = data.aws_caller_identity.backup.account_id
  backup_region     = data.aws_region.backup.id
}

resource "aws_kms_key" "backup" {
  provider = aws.backup

  description             = "Encrypts the objects of s3://${var.backup_bucket_name}"
  deletion_window_in_days = var.deletion_window_in_days
  enable_key_rotation     = true
  policy                  = local.backup_key_policy
  tags                    = var.tags
}

resource "aws_kms_alias" "backup" {
  provider = aws.backup

  name          = "alias/${replace(var.backup_bucket_name, ".", "-")}"
  target_key_id = aws_kms_key.backup.key_id
}

resource "aws_s3_bucket" "backup" {
  provider = aws.backup

  bucket        = var.backup_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags

  depends_on = [aws_kms_key.backup]
}

resource "aws_s3_bucket_public_access_block" "backup" {
  provider = aws.backup

  bucket                  = aws_s3_bucket.backup.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "backup" {
  provider = aws.backup

  bucket = aws_s3_bucket.backup.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.backup]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "backup" {
  provider = aws.backup

  bucket = aws_s3_bucket.backup.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.backup.arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_versioning" "backup" {
  provider = aws.backup

  bucket = aws_s3_bucket.backup.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "backup" {
  provider = aws.backup

  bucket = aws_s3_bucket.backup.id
  policy = local.backup_bucket_policy

  depends_on = [aws_s3_bucket_ownership_controls.backup]
}
