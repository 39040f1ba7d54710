variable "name" {
  type = string
}

variable "prefix" {
  type = string
}

variable "readers" {
  type = list(string)
}

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

resource "aws_kms_key" "this" {
  policy = templatefile("${path.module}/key-policy.json.tftpl", {
    account = data.aws_caller_identity.current.account_id
  })
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this.key_id
}

resource "aws_s3_bucket" "this" {
  bucket        = var.name
  force_destroy = false
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  dynamic "rule" {
    for_each = [aws_kms_key.this.arn]
    content {
      bucket_key_enabled = length(var.readers) == 0
      apply_server_side_encryption_by_default {
        sse_algorithm     = "aws:kms"
        kms_master_key_id = rule.value
      }
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    id     = "old-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }
}

resource "aws_iam_role" "writer" {
  name               = "${var.name}-writer"
  assume_role_policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "ecs-tasks.amazonaws.com" } }]
    }
  EOT
}

resource "aws_iam_role_policy" "writer" {
  role = aws_iam_role.writer.id
  policy = templatefile("${path.module}/writer.json.tftpl", {
    objects = format("%s/%s*", aws_s3_bucket.this.arn, var.prefix)
    bucket  = aws_s3_bucket.this.arn
    key     = aws_kms_key.this.arn
    service = "s3.${data.aws_region.current.name}.amazonaws.com"
  })
}

resource "aws_iam_role" "reader" {
  count              = length(var.readers)
  name               = "${var.name}-${var.readers[count.index]}"
  assume_role_policy = aws_iam_role.writer.assume_role_policy
}

resource "aws_iam_policy" "reader" {
  count = length(var.readers) > 0 ? 1 : 0
  name  = "${var.name}-reader"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:ListBucket", Resource = aws_s3_bucket.this.arn },
      { Effect = "Allow", Action = ["s3:GetObject", "s3:GetObjectTagging"], Resource = "${aws_s3_bucket.this.arn}/*" },
      { Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.this.arn },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "reader" {
  for_each   = { for role in aws_iam_role.reader : role.name => role.name }
  role       = each.value
  policy_arn = one(aws_iam_policy.reader[*].arn)
}
