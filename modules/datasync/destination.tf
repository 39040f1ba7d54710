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

resource "aws_iam_role" "mover" {
  provider = aws.destination

  name               = var.mover_role_name
  assume_role_policy = local.mover_trust_policy
  tags               = var.tags
}

resource "aws_iam_role_policy" "mover" {
  provider = aws.destination

  name   = "s3porter-datasync-mover"
  role   = aws_iam_role.mover.name
  policy = local.mover_identity_policy
}

resource "aws_iam_role_policy" "deployer" {
  provider = aws.destination

  name   = "s3porter-deployer@${var.source_bucket_name}"
  role   = var.deployer_role_name
  policy = local.deployer_identity_policy
}

resource "aws_datasync_location_s3" "nightly_source" {
  provider = aws.destination

  s3_bucket_arn = local.source_bucket_arn
  subdirectory  = "/"
  tags          = var.tags

  s3_config {
    bucket_access_role_arn = aws_iam_role.mover.arn
  }

  depends_on = [aws_iam_role_policy.deployer, aws_iam_role_policy.mover, aws_s3_bucket_policy.source]
}

resource "aws_datasync_location_s3" "nightly_destination" {
  provider = aws.destination

  s3_bucket_arn = local.destination_bucket_arn
  subdirectory  = "/"
  tags          = var.tags

  s3_config {
    bucket_access_role_arn = aws_iam_role.mover.arn
  }

  depends_on = [aws_iam_role_policy.mover, aws_s3_bucket_policy.destination]
}

resource "aws_datasync_task" "nightly" {
  provider = aws.destination

  name                     = "nightly"
  destination_location_arn = aws_datasync_location_s3.nightly_destination.arn
  source_location_arn      = aws_datasync_location_s3.nightly_source.arn
  tags                     = var.tags
  task_mode                = "ENHANCED"

  options {
    gid               = "NONE"
    posix_permissions = "NONE"
    uid               = "NONE"
    verify_mode       = "ONLY_FILES_TRANSFERRED"
  }

  schedule {
    schedule_expression = "cron(0 3 * * ? *)"
  }
}
