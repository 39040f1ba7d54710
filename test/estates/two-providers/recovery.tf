resource "aws_kms_key" "recovery" {
  provider = aws.recovery
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.recovery.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Principal = { AWS = aws_iam_role.replication.arn }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
      },
    ]
  })
}

resource "aws_s3_bucket" "recovery" {
  provider = aws.recovery
  bucket   = "acme-records-recovery"
}

resource "aws_s3_bucket_versioning" "recovery" {
  provider = aws.recovery
  bucket   = aws_s3_bucket.recovery.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "recovery" {
  provider = aws.recovery
  bucket   = aws_s3_bucket.recovery.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.recovery.arn
    }
  }
}

data "aws_iam_policy_document" "recovery" {
  statement {
    actions   = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]
    resources = ["${aws_s3_bucket.recovery.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.replication.arn]
    }
  }
}

resource "aws_s3_bucket_policy" "recovery" {
  provider = aws.recovery
  bucket   = aws_s3_bucket.recovery.id
  policy   = data.aws_iam_policy_document.recovery.json
}

resource "aws_iam_role" "restorer" {
  provider = aws.recovery
  name     = "restorer"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.recovery.account_id}:root" }
    }]
  })
}

resource "aws_iam_role_policy" "restorer" {
  provider = aws.recovery
  role     = aws_iam_role.restorer.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:ListBucket", "s3:ListBucketVersions"], Resource = aws_s3_bucket.recovery.arn },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:GetObjectVersion"]
        Resource = "${aws_s3_bucket.recovery.arn}/*"
      },
      { Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.recovery.arn },
    ]
  })
}
