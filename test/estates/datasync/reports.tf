resource "aws_kms_key" "reports" {}

resource "aws_s3_bucket" "reports" {
  bucket = "acme-datasync-reports"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "reports" {
  bucket = aws_s3_bucket.reports.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.reports.arn
    }
  }
}

resource "aws_iam_role" "reporter" {
  name               = "acme-reporter"
  assume_role_policy = local.trust
}

# Without kms:GenerateDataKey.
resource "aws_iam_role_policy" "reporter" {
  role = aws_iam_role.reporter.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:PutObject"
      Resource = "${aws_s3_bucket.reports.arn}/nightly/*"
    }]
  })
}
