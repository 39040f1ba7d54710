provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "vault"
  region = "eu-west-1"
}

data "aws_caller_identity" "here" {}

data "aws_s3_bucket" "orders" {
  bucket = "acme-orders"
}

resource "aws_s3_bucket" "vault" {
  provider = aws.vault
  bucket   = "acme-vault"
}

resource "aws_kms_key" "vault" {
  provider = aws.vault
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = data.aws_caller_identity.here.account_id }
      Action    = ["kms:GenerateDataKey*", "kms:Encrypt"]
      Resource  = "*"
    }]
  })
}

resource "aws_s3_bucket_policy" "vault" {
  provider = aws.vault
  bucket   = aws_s3_bucket.vault.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.here.account_id}:root" }
      Action    = ["s3:ReplicateDelete", "s3:ReplicateObject"]
      Resource  = ["${aws_s3_bucket.vault.arn}/*", aws_s3_bucket.vault.arn]
    }]
  })
}

resource "aws_iam_role" "orders" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "s3.amazonaws.com" } }]
  })

  inline_policy {
    name = "replicate"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Effect = "Allow", Action = ["s3:List*", "s3:Get*", "s3:Replicate*"], Resource = "*" },
        {
          Effect   = "Allow"
          Action   = "kms:Decrypt"
          Resource = "arn:aws:kms:eu-west-1:${data.aws_caller_identity.here.account_id}:alias/orders"
        },
      ]
    })
  }
}

resource "aws_s3_bucket_replication_configuration" "orders" {
  bucket = data.aws_s3_bucket.orders.id
  role   = aws_iam_role.orders.arn

  rule {
    status = "Enabled"
    destination {
      bucket = aws_s3_bucket.vault.arn
      encryption_configuration {
        replica_kms_key_id = aws_kms_key.vault.arn
      }
    }
  }
}
