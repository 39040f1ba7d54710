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

variables {
  b_account_id       = "222222222222"
  shared_bucket_name = "acme-shared-partner"
  ann_user_name      = "Ann"
  dilip_user_name    = "Dilip"
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
      Sid       = "EncryptAndDecryptSharedForDilip"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:user/Dilip" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-partner", "arn:aws:s3:::acme-shared-partner/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptSharedForDilip of aws_kms_key.shared.policy has changed."
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
      Resource  = ["arn:aws:s3:::acme-shared-partner", "arn:aws:s3:::acme-shared-partner/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.shared.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.shared.policy).Statement[1]) == jsonencode({
      Sid       = "ListForDilip"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-partner"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:user/Dilip" } }
    })
    error_message = "Statement ListForDilip of aws_s3_bucket_policy.shared.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.shared.policy).Statement[2]) == jsonencode({
      Sid       = "GetForDilip"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-partner/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:user/Dilip" } }
    })
    error_message = "Statement GetForDilip of aws_s3_bucket_policy.shared.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.shared.policy).Statement[3]) == jsonencode({
      Sid       = "PutForDilip"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-partner/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:user/Dilip" } }
    })
    error_message = "Statement PutForDilip of aws_s3_bucket_policy.shared.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_user_policy.ann.policy).Statement) == 4
    error_message = "aws_iam_user_policy.ann.policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_user_policy.ann.policy).Statement[0]) == jsonencode({
      Sid       = "ListShared"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-partner"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListShared of aws_iam_user_policy.ann.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_user_policy.ann.policy).Statement[1]) == jsonencode({
      Sid       = "GetShared"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-partner/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetShared of aws_iam_user_policy.ann.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_user_policy.ann.policy).Statement[2]) == jsonencode({
      Sid       = "PutShared"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-partner/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutShared of aws_iam_user_policy.ann.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_user_policy.ann.policy).Statement[3]) == jsonencode({
      Sid      = "EncryptAndDecryptShared"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-partner", "arn:aws:s3:::acme-shared-partner/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptShared of aws_iam_user_policy.ann.policy has changed."
  }

  assert {
    condition     = aws_iam_user_policy.ann.user == "Ann"
    error_message = "aws_iam_user_policy.ann.user has changed."
  }

  assert {
    condition     = length(jsondecode(output.handover_b.policies[0].policy).Statement) == 4
    error_message = "output.handover_b.policies[0].policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(output.handover_b.policies[0].policy).Statement[0]) == jsonencode({
      Sid       = "ListShared"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-shared-partner"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListShared of output.handover_b.policies[0].policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(output.handover_b.policies[0].policy).Statement[1]) == jsonencode({
      Sid       = "GetShared"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-partner/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetShared of output.handover_b.policies[0].policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(output.handover_b.policies[0].policy).Statement[2]) == jsonencode({
      Sid       = "PutShared"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-shared-partner/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutShared of output.handover_b.policies[0].policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(output.handover_b.policies[0].policy).Statement[3]) == jsonencode({
      Sid      = "EncryptAndDecryptShared"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:111111111111:key/*"
      Condition = {
        "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = "alias/${replace(var.shared_bucket_name, ".", "-")}" }
        StringEquals               = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-shared-partner", "arn:aws:s3:::acme-shared-partner/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptShared of output.handover_b.policies[0].policy has changed."
  }
}
