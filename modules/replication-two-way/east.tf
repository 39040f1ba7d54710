# Everything in the account of the provider aws.east.

data "aws_caller_identity" "east" {
  provider = aws.east
}

data "aws_region" "east" {
  provider = aws.east
}

locals {
  east_account_id = data.aws_caller_identity.east.account_id
  east_region     = data.aws_region.east.id
}

resource "aws_kms_key" "east" {
  provider = aws.east

  description             = "Encrypts the objects of s3://${var.east_bucket_name}"
  deletion_window_in_days = var.deletion_window_in_days
  enable_key_rotation     = true
  policy                  = local.east_key_policy
  tags                    = var.tags
}

resource "aws_kms_alias" "east" {
  provider = aws.east

  name          = "alias/${replace(var.east_bucket_name, ".", "-")}"
  target_key_id = aws_kms_key.east.key_id
}

resource "aws_s3_bucket" "east" {
  provider = aws.east

  bucket        = var.east_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags

  depends_on = [aws_kms_key.east]
}

resource "aws_s3_bucket_public_access_block" "east" {
  provider = aws.east

  bucket                  = aws_s3_bucket.east.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "east" {
  provider = aws.east

  bucket = aws_s3_bucket.east.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.east]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "east" {
  provider = aws.east

  bucket = aws_s3_bucket.east.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.east.arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_versioning" "east" {
  provider = aws.east

  bucket = aws_s3_bucket.east.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "east" {
  provider = aws.east

  bucket = aws_s3_bucket.east.id
  policy = local.east_bucket_policy

  depends_on = [aws_s3_bucket_ownership_controls.east]
}

resource "aws_iam_role" "east_replication" {
  provider = aws.east

  name               = var.east_replication_role_name
  assume_role_policy = local.east_replication_trust_policy
  tags               = var.tags
}

resource "aws_iam_role_policy" "east_replication" {
  provider = aws.east

  name   = "s3porter-replication-two-way-east_replication"
  role   = aws_iam_role.east_replication.name
  policy = local.east_replication_identity_policy
}

resource "aws_s3_bucket_replication_configuration" "east" {
  provider = aws.east

  bucket = aws_s3_bucket.east.id
  role   = aws_iam_role.east_replication.arn

  rule {
    id       = "west"
    priority = 1
    status   = "Enabled"

    delete_marker_replication {
      status = "Enabled"
    }

    destination {
      bucket  = local.west_bucket_arn
      account = local.west_account_id

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.west.arn
      }

      metrics {
        status = "Enabled"
      }
    }

    filter {
      prefix = ""
    }

    source_selection_criteria {
      replica_modifications {
        status = "Enabled"
      }

      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }
  }

  depends_on = [
    aws_iam_role_policy.east_replication,
    aws_s3_bucket_policy.west,
    aws_s3_bucket_versioning.east,
    aws_s3_bucket_versioning.west,
  ]
}
