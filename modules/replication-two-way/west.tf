# Everything in the account of the provider aws.west.

data "aws_partition" "west" {
  provider = aws.west
}

data "aws_caller_identity" "west" {
  provider = aws.west
}

data "aws_region" "west" {
  provider = aws.west
}

locals {
  partition       = data.aws_partition.west.partition
  west_account_id = data.aws_caller_identity.west.account_id
  west_region     = data.aws_region.west.id
}

resource "aws_kms_key" "west" {
  provider = aws.west

  description             = "Encrypts the objects of s3://${var.west_bucket_name}"
  deletion_window_in_days = var.deletion_window_in_days
  enable_key_rotation     = true
  policy                  = local.west_key_policy
  tags                    = var.tags
}

resource "aws_kms_alias" "west" {
  provider = aws.west

  name          = "alias/${replace(var.west_bucket_name, ".", "-")}"
  target_key_id = aws_kms_key.west.key_id
}

resource "aws_s3_bucket" "west" {
  provider = aws.west

  bucket        = var.west_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags

  lifecycle {
    precondition {
      condition     = local.west_account_id != local.east_account_id
      error_message = "The providers aws.west and aws.east must use different accounts."
    }

    precondition {
      condition     = var.west_bucket_name != var.east_bucket_name
      error_message = "The buckets must have different names."
    }
  }

  depends_on = [aws_kms_key.west]
}

resource "aws_s3_bucket_public_access_block" "west" {
  provider = aws.west

  bucket                  = aws_s3_bucket.west.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "west" {
  provider = aws.west

  bucket = aws_s3_bucket.west.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.west]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "west" {
  provider = aws.west

  bucket = aws_s3_bucket.west.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.west.arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_versioning" "west" {
  provider = aws.west

  bucket = aws_s3_bucket.west.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "west" {
  provider = aws.west

  bucket = aws_s3_bucket.west.id
  policy = local.west_bucket_policy

  depends_on = [aws_s3_bucket_ownership_controls.west]
}

resource "aws_iam_role" "west_replication" {
  provider = aws.west

  name               = var.west_replication_role_name
  assume_role_policy = local.west_replication_trust_policy
  tags               = var.tags
}

resource "aws_iam_role_policy" "west_replication" {
  provider = aws.west

  name   = "s3porter-replication-two-way-west_replication"
  role   = aws_iam_role.west_replication.name
  policy = local.west_replication_identity_policy
}

resource "aws_s3_bucket_replication_configuration" "west" {
  provider = aws.west

  bucket = aws_s3_bucket.west.id
  role   = aws_iam_role.west_replication.arn

  rule {
    id       = "east"
    priority = 1
    status   = "Enabled"

    delete_marker_replication {
      status = "Enabled"
    }

    destination {
      bucket  = local.east_bucket_arn
      account = local.east_account_id

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.east.arn
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
    aws_iam_role_policy.west_replication,
    aws_s3_bucket_policy.east,
    aws_s3_bucket_versioning.east,
    aws_s3_bucket_versioning.west,
  ]
}
