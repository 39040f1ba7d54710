terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "region" {
  type    = string
  default = "eu-central-1"
}

provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  buckets = {
    raw     = aws_s3_bucket.raw
    curated = aws_s3_bucket.curated
  }
  through_s3 = "s3.${var.region}.amazonaws.com"
}

resource "aws_s3_bucket" "raw" {
  bucket = "acme-lake-raw"
}

resource "aws_s3_bucket" "curated" {
  bucket = "acme-lake-curated"
}

resource "aws_s3_bucket_public_access_block" "lake" {
  for_each                = local.buckets
  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "lake" {
  for_each = local.buckets
  bucket   = each.value.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "lake" {
  for_each = local.buckets
  bucket   = each.value.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.lake.arn
    }
  }
}

data "aws_iam_policy_document" "key_owner" {
  statement {
    sid       = "EnableIAMPolicies"
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
}

data "aws_iam_policy_document" "key" {
  source_policy_documents = [data.aws_iam_policy_document.key_owner.json]
  statement {
    sid       = "UseThroughS3"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.etl.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [local.through_s3]
    }
  }
}

resource "aws_kms_key" "lake" {
  description         = "the data lake"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key.json
}

data "aws_iam_policy_document" "without_tls" {
  statement {
    sid       = "DenyInsecureTransport"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["arn:aws:s3:::replaced"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  for_each                  = local.buckets
  source_policy_documents   = [data.aws_iam_policy_document.without_tls.json]
  override_policy_documents = [data.aws_iam_policy_document.about[each.key].json]
}

data "aws_iam_policy_document" "about" {
  for_each = local.buckets
  statement {
    sid       = "DenyInsecureTransport"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value.arn, "${each.value.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "lake" {
  for_each = local.buckets
  bucket   = each.value.id
  policy   = data.aws_iam_policy_document.bucket[each.key].json
}

data "aws_iam_policy_document" "assumed_by_glue" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["glue.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "etl" {
  name               = "acme-etl"
  path               = "/jobs/"
  assume_role_policy = data.aws_iam_policy_document.assumed_by_glue.json
}

data "aws_iam_policy_document" "etl" {
  dynamic "statement" {
    for_each = { List = aws_s3_bucket.raw.arn }
    content {
      sid       = statement.key
      actions   = ["s3:ListBucket"]
      resources = [statement.value]
    }
  }
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject", "s3:GetObjectTagging"]
    resources = ["${aws_s3_bucket.raw.arn}/*"]
  }
  statement {
    sid       = "Write"
    actions   = ["s3:PutObject", "s3:PutObjectTagging", "s3:AbortMultipartUpload"]
    resources = ["${aws_s3_bucket.curated.arn}/*"]
  }
}

resource "aws_iam_role_policy" "etl" {
  name   = "etl"
  role   = aws_iam_role.etl.id
  policy = data.aws_iam_policy_document.etl.json
}

resource "aws_iam_user" "ann" {
  name = "ann"
}

resource "aws_iam_group" "analysts" {
  name = "analysts"
}

resource "aws_iam_group_membership" "analysts" {
  name  = "analysts"
  group = aws_iam_group.analysts.name
  users = [aws_iam_user.ann.name]
}

data "aws_iam_policy_document" "analysts" {
  statement {
    sid       = "ListReports"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.curated.arn]
    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["reports/", "reports/*"]
    }
  }
  statement {
    sid       = "ReadReports"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.curated.arn}/reports/*"]
  }
  statement {
    sid       = "Decrypt"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.lake.arn]
    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [local.through_s3]
    }
  }
}

resource "aws_iam_policy" "analysts" {
  name   = "read-reports"
  policy = data.aws_iam_policy_document.analysts.json
}

resource "aws_iam_group_policy_attachment" "analysts" {
  group      = aws_iam_group.analysts.name
  policy_arn = aws_iam_policy.analysts.arn
}
