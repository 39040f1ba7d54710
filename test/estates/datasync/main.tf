terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

provider "aws" {
  alias               = "origin"
  region              = "eu-west-1"
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["222222222222"]
}

locals {
  requests = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
  reading  = ["s3:GetObject", "s3:GetObjectTagging", "s3:ListMultipartUploadParts"]
  trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "datasync.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = "222222222222" }
        ArnLike      = { "aws:SourceArn" = "arn:aws:datasync:eu-west-1:222222222222:*" }
      }
    }]
  })
}

resource "aws_kms_key" "origin" {
  provider = aws.origin
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "kms:*"
        Principal = { AWS = "arn:aws:iam::111111111111:root" }
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Principal = { AWS = aws_iam_role.mover.arn }
        Resource  = "*"
      },
    ]
  })
}

resource "aws_s3_bucket" "origin" {
  provider = aws.origin
  bucket   = "acme-origin"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "origin" {
  provider = aws.origin
  bucket   = aws_s3_bucket.origin.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.origin.arn
    }
  }
}

data "aws_iam_policy_document" "origin" {
  statement {
    actions   = local.requests
    resources = [aws_s3_bucket.origin.arn]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.mover.arn]
    }
  }
  # Without s3:GetObjectTagging and s3:ListMultipartUploadParts.
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.origin.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.mover.arn]
    }
  }
}

resource "aws_s3_bucket_policy" "origin" {
  provider = aws.origin
  bucket   = aws_s3_bucket.origin.id
  policy   = data.aws_iam_policy_document.origin.json
}

resource "aws_s3_bucket" "arrivals" {
  bucket = "acme-arrivals"
}

resource "aws_iam_role" "mover" {
  name               = "acme-mover"
  assume_role_policy = local.trust
}

data "aws_iam_policy_document" "mover" {
  statement {
    actions   = local.requests
    resources = [aws_s3_bucket.origin.arn]
  }
  # Only the folder of the location.
  statement {
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.arrivals.arn]
    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["origin/*"]
    }
  }
  statement {
    actions   = ["s3:GetBucketLocation", "s3:ListBucketMultipartUploads"]
    resources = [aws_s3_bucket.arrivals.arn]
  }
  statement {
    actions   = local.reading
    resources = ["${aws_s3_bucket.origin.arn}/*", "${aws_s3_bucket.arrivals.arn}/origin/*"]
  }
  # Without s3:PutObjectTagging. The task deletes nothing.
  statement {
    actions   = ["s3:PutObject", "s3:AbortMultipartUpload"]
    resources = ["${aws_s3_bucket.arrivals.arn}/origin/*"]
  }
  statement {
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.origin.arn]
  }
}

resource "aws_iam_role_policy" "mover" {
  role   = aws_iam_role.mover.id
  policy = data.aws_iam_policy_document.mover.json
}

resource "aws_datasync_location_s3" "origin" {
  s3_bucket_arn = aws_s3_bucket.origin.arn
  subdirectory  = "/"
  s3_config {
    bucket_access_role_arn = aws_iam_role.mover.arn
  }
}

resource "aws_datasync_location_s3" "arrivals" {
  s3_bucket_arn = aws_s3_bucket.arrivals.arn
  subdirectory  = "/origin"
  s3_config {
    bucket_access_role_arn = aws_iam_role.mover.arn
  }
}

resource "aws_datasync_task" "nightly" {
  name                     = "nightly"
  source_location_arn      = aws_datasync_location_s3.origin.arn
  destination_location_arn = aws_datasync_location_s3.arrivals.arn
  task_report_config {
    s3_destination {
      bucket_access_role_arn = aws_iam_role.reporter.arn
      s3_bucket_arn          = aws_s3_bucket.reports.arn
      subdirectory           = "nightly/"
    }
  }
}
