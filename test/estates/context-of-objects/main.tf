provider "aws" {
  region = "us-east-1"
}

locals {
  ends = toset(["primary", "mirror"])
}

resource "aws_kms_key" "state" {}

resource "aws_s3_bucket" "state" {
  for_each = local.ends
  bucket   = "acme-state-${each.value}"

  versioning {
    enabled = true
  }

  server_side_encryption_configuration {
    rule {
      bucket_key_enabled = true
      apply_server_side_encryption_by_default {
        kms_master_key_id = aws_kms_key.state.arn
        sse_algorithm     = "aws:kms"
      }
    }
  }
}

resource "aws_iam_role" "mirror" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "s3.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "mirror" {
  role = aws_iam_role.mirror.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket", "s3:GetObjectVersion*"]
        Resource = [aws_s3_bucket.state["primary"].arn, "${aws_s3_bucket.state["primary"].arn}/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${aws_s3_bucket.state["mirror"].arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = ["kms:Encrypt", "kms:Decrypt"]
        Resource = aws_kms_key.state.arn
        Condition = {
          StringLike = { "kms:EncryptionContext:aws:s3:arn" = [for end in aws_s3_bucket.state : "${end.arn}/*"] }
        }
      },
    ]
  })
}

resource "aws_s3_bucket_replication_configuration" "state" {
  bucket = aws_s3_bucket.state["primary"].id
  role   = aws_iam_role.mirror.arn

  rule {
    status = "Enabled"
    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }
    destination {
      bucket = aws_s3_bucket.state["mirror"].arn
      encryption_configuration {
        replica_kms_key_id = aws_kms_key.state.arn
      }
    }
  }
}
