provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["111111111111"]
}

resource "aws_kms_key" "uploads" {
  description = "uploads"
  policy      = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Enable IAM User Permissions",
          "Effect": "Allow",
          "Principal": { "AWS": "arn:aws:iam::111111111111:root" },
          "Action": "kms:*",
          "Resource": "*"
        },
        {
          "Sid": "Allow the log service",
          "Effect": "Allow",
          "Principal": { "Service": "logging.s3.amazonaws.com" },
          "Action": "kms:GenerateDataKey",
          "Resource": "*",
          "Condition": { "StringEquals": { "aws:Service": "s3" } }
        }
      ]
    }
  POLICY
}

resource "aws_s3_bucket" "uploads" {
  bucket = "acme-uploads"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "uploads" {
  bucket = aws_s3_bucket.uploads.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.uploads.arn
    }
  }
}

resource "aws_s3_bucket_policy" "uploads" {
  bucket = aws_s3_bucket.uploads.id
  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "DenyUnencryptedUploads",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:PutObject",
      "Resource": "${aws_s3_bucket.uploads.arn}/*",
      "Condition": { "StringNotEquals": { "s3:x-amz-server-side-encryption": "aws:kms" } }
    }
  ]
}
EOF
}

resource "aws_iam_user" "scanner" {
  name = "scanner"
}

resource "aws_iam_user_policy" "scanner" {
  name   = "scan"
  user   = aws_iam_user.scanner.name
  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:ListBucket"],
      "Resource": "${aws_s3_bucket.uploads.arn}/*"
    },
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:GetObjectTagging"],
      "Resource": "${aws_s3_bucket.uploads.arn}/*"
    },
    {
      "Effect": "Allow",
      "Action": "kms:Decrypt",
      "Resource": "${aws_kms_key.uploads.arn}",
      "Condition": { "StringLike": { "kms:EncryptionContext:aws:s3:arn": "${aws_s3_bucket.uploads.arn}/*" } }
    }
  ]
}
EOF
}

resource "aws_iam_role" "uploader" {
  name               = "uploader"
  assume_role_policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
}
EOF
}

resource "aws_iam_role_policy" "uploader" {
  role   = aws_iam_role.uploader.name
  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:PutObject", "s3:PutObjectTagging"],
      "Resource": "${aws_s3_bucket.uploads.arn}/*"
    },
    {
      "Effect": "Allow",
      "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
      "Resource": "${aws_kms_key.uploads.arn}"
    }
  ]
}
EOF
}
