# Checks every statement of every policy against mocked accounts. Run it with terraform test.

mock_provider "aws" {
  alias = "a"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }

  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111111111111:role/mock" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::111111111111:policy/mock" }
  }
}

mock_provider "aws" {
  alias = "b"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }

  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::222222222222:role/mock" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::222222222222:policy/mock" }
  }
}

variables {
  shared_bucket_name  = "acme-shared-roles"
  uploader_role_name  = "S3Uploader"
  uploader_assumed_by = ["arn:aws:iam::222222222222:root"]
  analyst_role_name   = "Analyst"
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(local.shared_key_policy).Statement) == 3
    error_message = "local.shared_key_policy must have 3 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_key_policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of local.shared_key_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_key_policy).Statement[1]) == jsonencode({
      Sid       = "EncryptAndDecryptSharedForAnalyst"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/Analyst" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-roles", "arn:aws:s3:::acme-shared-roles/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptSharedForAnalyst of local.shared_key_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_key_policy).Statement[2]) == jsonencode({
      Sid       = "EncryptAndDecryptSharedForUploader"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/S3Uploader" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-roles", "arn:aws:s3:::acme-shared-roles/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptSharedForUploader of local.shared_key_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.shared_bucket_policy).Statement) == 7
    error_message = "local.shared_bucket_policy must have 7 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_bucket_policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-shared-roles", "arn:aws:s3:::acme-shared-roles/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of local.shared_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_bucket_policy).Statement[1]) == jsonencode({
      Sid       = "ListForAnalyst"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-roles"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/Analyst" } }
    })
    error_message = "Statement ListForAnalyst of local.shared_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_bucket_policy).Statement[2]) == jsonencode({
      Sid       = "GetForAnalyst"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/Analyst" } }
    })
    error_message = "Statement GetForAnalyst of local.shared_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_bucket_policy).Statement[3]) == jsonencode({
      Sid       = "PutForAnalyst"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/Analyst" } }
    })
    error_message = "Statement PutForAnalyst of local.shared_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_bucket_policy).Statement[4]) == jsonencode({
      Sid       = "ListForUploader"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-roles"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/S3Uploader" } }
    })
    error_message = "Statement ListForUploader of local.shared_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_bucket_policy).Statement[5]) == jsonencode({
      Sid       = "GetForUploader"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/S3Uploader" } }
    })
    error_message = "Statement GetForUploader of local.shared_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_bucket_policy).Statement[6]) == jsonencode({
      Sid       = "PutForUploader"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/S3Uploader" } }
    })
    error_message = "Statement PutForUploader of local.shared_bucket_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.analyst_identity_policy).Statement) == 4
    error_message = "local.analyst_identity_policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.analyst_identity_policy).Statement[0]) == jsonencode({
      Sid       = "ListShared"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-roles"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListShared of local.analyst_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.analyst_identity_policy).Statement[1]) == jsonencode({
      Sid       = "GetShared"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetShared of local.analyst_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.analyst_identity_policy).Statement[2]) == jsonencode({
      Sid       = "PutShared"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutShared of local.analyst_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.analyst_identity_policy).Statement[3]) == jsonencode({
      Sid      = "EncryptAndDecryptShared"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = aws_kms_key.shared.arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-roles", "arn:aws:s3:::acme-shared-roles/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptShared of local.analyst_identity_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.uploader_trust_policy).Statement) == 1
    error_message = "local.uploader_trust_policy must have 1 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.uploader_trust_policy).Statement[0]) == jsonencode({
      Sid       = "AssumeRole"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::222222222222:root"] }
      Action    = "sts:AssumeRole"
    })
    error_message = "Statement AssumeRole of local.uploader_trust_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.uploader_identity_policy).Statement) == 4
    error_message = "local.uploader_identity_policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.uploader_identity_policy).Statement[0]) == jsonencode({
      Sid       = "ListShared"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-roles"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListShared of local.uploader_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.uploader_identity_policy).Statement[1]) == jsonencode({
      Sid       = "GetShared"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetShared of local.uploader_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.uploader_identity_policy).Statement[2]) == jsonencode({
      Sid       = "PutShared"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutShared of local.uploader_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.uploader_identity_policy).Statement[3]) == jsonencode({
      Sid      = "EncryptAndDecryptShared"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = aws_kms_key.shared.arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-roles", "arn:aws:s3:::acme-shared-roles/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptShared of local.uploader_identity_policy has changed."
  }
}
