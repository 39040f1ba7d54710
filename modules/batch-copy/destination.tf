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

resource "aws_kms_key" "destination" {
  provider = aws.destination

  description             = "Encrypts the objects of s3://${var.destination_bucket_name}"
  deletion_window_in_days = var.deletion_window_in_days
  enable_key_rotation     = true
  policy                  = local.destination_key_policy
  tags                    = var.tags
}

resource "aws_kms_alias" "destination" {
  provider = aws.destination

  name          = "alias/${replace(var.destination_bucket_name, ".", "-")}"
  target_key_id = aws_kms_key.destination.key_id
}

resource "aws_s3_bucket" "destination" {
  provider = aws.destination

  bucket        = var.destination_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags

  depends_on = [aws_kms_key.destination]
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
      kms_master_key_id = aws_kms_key.destination.arn
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

resource "aws_s3_bucket" "jobs" {
  provider = aws.destination

  bucket        = var.jobs_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags
}

resource "aws_s3_bucket_public_access_block" "jobs" {
  provider = aws.destination

  bucket                  = aws_s3_bucket.jobs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "jobs" {
  provider = aws.destination

  bucket = aws_s3_bucket.jobs.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.jobs]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "jobs" {
  provider = aws.destination

  bucket = aws_s3_bucket.jobs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_policy" "jobs" {
  provider = aws.destination

  bucket = aws_s3_bucket.jobs.id
  policy = local.jobs_bucket_policy

  depends_on = [aws_s3_bucket_ownership_controls.jobs]
}

resource "aws_iam_role" "copier" {
  provider = aws.destination

  name               = var.copier_role_name
  assume_role_policy = local.copier_trust_policy
  tags               = var.tags
}

resource "aws_iam_role_policy" "copier" {
  provider = aws.destination

  name   = "s3porter-batch-copy-copier"
  role   = aws_iam_role.copier.name
  policy = local.copier_identity_policy
}

# If this bucket had its own key before, Terraform keeps that key, because it may still encrypt objects.
removed {
  from = aws_kms_key.jobs

  lifecycle {
    destroy = false
  }
}

# Terraform also keeps the alias of that key.
removed {
  from = aws_kms_alias.jobs

  lifecycle {
    destroy = false
  }
}
