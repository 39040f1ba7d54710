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
  shared_bucket_name = "acme-shared-account-a"
  shared_key_alias   = "alias/s3-acme-shared-account-a"
  ann_user_name      = "Ann"
  dilip_user_name    = "Dilip"
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(local.shared_key_policy).Statement) == 2
    error_message = "local.shared_key_policy must have 2 statements."
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
      Sid       = "EncryptAndDecryptSharedForPartner"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-account-a", "arn:aws:s3:::acme-shared-account-a/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptSharedForPartner of local.shared_key_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.shared_bucket_policy).Statement) == 4
    error_message = "local.shared_bucket_policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_bucket_policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-shared-account-a", "arn:aws:s3:::acme-shared-account-a/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of local.shared_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_bucket_policy).Statement[1]) == jsonencode({
      Sid       = "ListForPartner"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-account-a"
    })
    error_message = "Statement ListForPartner of local.shared_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_bucket_policy).Statement[2]) == jsonencode({
      Sid       = "GetForPartner"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-account-a/*"
    })
    error_message = "Statement GetForPartner of local.shared_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.shared_bucket_policy).Statement[3]) == jsonencode({
      Sid       = "PutForPartner"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-account-a/*"
    })
    error_message = "Statement PutForPartner of local.shared_bucket_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.ann_identity_policy).Statement) == 4
    error_message = "local.ann_identity_policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.ann_identity_policy).Statement[0]) == jsonencode({
      Sid       = "ListShared"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-account-a"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListShared of local.ann_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.ann_identity_policy).Statement[1]) == jsonencode({
      Sid       = "GetShared"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-account-a/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetShared of local.ann_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.ann_identity_policy).Statement[2]) == jsonencode({
      Sid       = "PutShared"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-account-a/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutShared of local.ann_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.ann_identity_policy).Statement[3]) == jsonencode({
      Sid      = "EncryptAndDecryptShared"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = aws_kms_key.shared.arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-account-a", "arn:aws:s3:::acme-shared-account-a/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptShared of local.ann_identity_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.dilip_identity_policy).Statement) == 4
    error_message = "local.dilip_identity_policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.dilip_identity_policy).Statement[0]) == jsonencode({
      Sid       = "ListShared"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-account-a"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListShared of local.dilip_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.dilip_identity_policy).Statement[1]) == jsonencode({
      Sid       = "GetShared"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-account-a/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetShared of local.dilip_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.dilip_identity_policy).Statement[2]) == jsonencode({
      Sid       = "PutShared"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-account-a/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutShared of local.dilip_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.dilip_identity_policy).Statement[3]) == jsonencode({
      Sid      = "EncryptAndDecryptShared"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = aws_kms_key.shared.arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-account-a", "arn:aws:s3:::acme-shared-account-a/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptShared of local.dilip_identity_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.partner_identity_policy).Statement) == 4
    error_message = "local.partner_identity_policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.partner_identity_policy).Statement[0]) == jsonencode({
      Sid       = "ListShared"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-account-a"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListShared of local.partner_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.partner_identity_policy).Statement[1]) == jsonencode({
      Sid       = "GetShared"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-account-a/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetShared of local.partner_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.partner_identity_policy).Statement[2]) == jsonencode({
      Sid       = "PutShared"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-account-a/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutShared of local.partner_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.partner_identity_policy).Statement[3]) == jsonencode({
      Sid      = "EncryptAndDecryptShared"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = aws_kms_key.shared.arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-account-a", "arn:aws:s3:::acme-shared-account-a/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptShared of local.partner_identity_policy has changed."
  }
}
