# Checks every policy statement of each resource, and where each policy and key is used. The providers are mocked.
# Run it with terraform test.

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

  override_resource {
    target = aws_kms_key.shared
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001" }
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

  override_resource {
    target = aws_iam_role.uploader
    values = { arn = "arn:aws:iam::222222222222:role/uploader" }
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
    condition     = length(jsondecode(aws_kms_key.shared.policy).Statement) == 2
    error_message = "aws_kms_key.shared.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.shared.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.shared.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.shared.policy).Statement[1]) == jsonencode({
      Sid       = "EncryptAndDecryptSharedForAnalystAndOthers"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals = {
          "aws:PrincipalArn" = ["arn:aws:iam::222222222222:role/Analyst", "arn:aws:iam::222222222222:role/S3Uploader"]
        }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-roles", "arn:aws:s3:::acme-shared-roles/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptSharedForAnalystAndOthers of aws_kms_key.shared.policy has changed."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.shared.bucket == aws_s3_bucket.shared.id
    error_message = "aws_s3_bucket_public_access_block.shared.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.shared.bucket == aws_s3_bucket.shared.id
    error_message = "aws_s3_bucket_ownership_controls.shared.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.shared.bucket == aws_s3_bucket.shared.id
    error_message = "aws_s3_bucket_server_side_encryption_configuration.shared.bucket has changed."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.shared.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.shared.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.shared.bucket == aws_s3_bucket.shared.id
    error_message = "aws_s3_bucket_policy.shared.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.shared.policy).Statement) == 4
    error_message = "aws_s3_bucket_policy.shared.policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.shared.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-shared-roles", "arn:aws:s3:::acme-shared-roles/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.shared.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.shared.policy).Statement[1]) == jsonencode({
      Sid       = "ListForAnalystAndOthers"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-roles"
      Condition = {
        ArnEquals = {
          "aws:PrincipalArn" = ["arn:aws:iam::222222222222:role/Analyst", "arn:aws:iam::222222222222:role/S3Uploader"]
        }
      }
    })
    error_message = "Statement ListForAnalystAndOthers of aws_s3_bucket_policy.shared.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.shared.policy).Statement[2]) == jsonencode({
      Sid       = "GetForAnalystAndOthers"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = {
        ArnEquals = {
          "aws:PrincipalArn" = ["arn:aws:iam::222222222222:role/Analyst", "arn:aws:iam::222222222222:role/S3Uploader"]
        }
      }
    })
    error_message = "Statement GetForAnalystAndOthers of aws_s3_bucket_policy.shared.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.shared.policy).Statement[3]) == jsonencode({
      Sid       = "PutForAnalystAndOthers"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = {
        ArnEquals = {
          "aws:PrincipalArn" = ["arn:aws:iam::222222222222:role/Analyst", "arn:aws:iam::222222222222:role/S3Uploader"]
        }
      }
    })
    error_message = "Statement PutForAnalystAndOthers of aws_s3_bucket_policy.shared.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role.uploader.assume_role_policy).Statement) == 1
    error_message = "aws_iam_role.uploader.assume_role_policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.uploader.assume_role_policy).Statement[0]) == jsonencode({
      Sid       = "AssumeRole"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::222222222222:root"] }
      Action    = "sts:AssumeRole"
    })
    error_message = "Statement AssumeRole of aws_iam_role.uploader.assume_role_policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.uploader.policy).Statement) == 4
    error_message = "aws_iam_role_policy.uploader.policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.uploader.policy).Statement[0]) == jsonencode({
      Sid       = "ListShared"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-roles"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListShared of aws_iam_role_policy.uploader.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.uploader.policy).Statement[1]) == jsonencode({
      Sid       = "GetShared"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetShared of aws_iam_role_policy.uploader.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.uploader.policy).Statement[2]) == jsonencode({
      Sid       = "PutShared"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutShared of aws_iam_role_policy.uploader.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.uploader.policy).Statement[3]) == jsonencode({
      Sid      = "EncryptAndDecryptShared"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-roles", "arn:aws:s3:::acme-shared-roles/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptShared of aws_iam_role_policy.uploader.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.uploader.role == aws_iam_role.uploader.name
    error_message = "aws_iam_role_policy.uploader.role has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.analyst.policy).Statement) == 4
    error_message = "aws_iam_role_policy.analyst.policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.analyst.policy).Statement[0]) == jsonencode({
      Sid       = "ListShared"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-roles"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListShared of aws_iam_role_policy.analyst.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.analyst.policy).Statement[1]) == jsonencode({
      Sid       = "GetShared"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetShared of aws_iam_role_policy.analyst.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.analyst.policy).Statement[2]) == jsonencode({
      Sid       = "PutShared"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-roles/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutShared of aws_iam_role_policy.analyst.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.analyst.policy).Statement[3]) == jsonencode({
      Sid      = "EncryptAndDecryptShared"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-roles", "arn:aws:s3:::acme-shared-roles/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptShared of aws_iam_role_policy.analyst.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.analyst.role == "Analyst"
    error_message = "aws_iam_role_policy.analyst.role has changed."
  }
}
