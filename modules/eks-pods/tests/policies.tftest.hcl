# Checks every policy statement of each resource, and where each policy and key is used. The providers are mocked.
# Run it with terraform test.

mock_provider "aws" {
  alias = "data"

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
    target = aws_kms_key.lake
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001" }
  }
}

mock_provider "aws" {
  alias = "apps"

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
    target = aws_iam_role.exporter
    values = { arn = "arn:aws:iam::222222222222:role/exporter" }
  }

  override_resource {
    target = aws_iam_role.reporter
    values = { arn = "arn:aws:iam::222222222222:role/reporter" }
  }
}

variables {
  lake_bucket_name     = "acme-lake"
  exporter_role_name   = "LakeExporter"
  exporter_oidc_issuer = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
  exporter_subjects    = ["system:serviceaccount:export:*"]
  reporter_role_name   = "LakeReporter"
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(aws_kms_key.lake.policy).Statement) == 3
    error_message = "aws_kms_key.lake.policy must have 3 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.lake.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.lake.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.lake.policy).Statement[1]) == jsonencode({
      Sid       = "EncryptAndDecryptLakeForExporter"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/LakeExporter" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/exports/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptLakeForExporter of aws_kms_key.lake.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.lake.policy).Statement[2]) == jsonencode({
      Sid       = "DecryptLakeForReporter"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/LakeReporter" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike   = { "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/*"] }
      }
    })
    error_message = "Statement DecryptLakeForReporter of aws_kms_key.lake.policy has changed."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.lake.bucket == aws_s3_bucket.lake.id
    error_message = "aws_s3_bucket_public_access_block.lake.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.lake.bucket == aws_s3_bucket.lake.id
    error_message = "aws_s3_bucket_ownership_controls.lake.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.lake.bucket == aws_s3_bucket.lake.id
    error_message = "aws_s3_bucket_server_side_encryption_configuration.lake.bucket has changed."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.lake.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.lake.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.lake.bucket == aws_s3_bucket.lake.id
    error_message = "aws_s3_bucket_policy.lake.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.lake.policy).Statement) == 4
    error_message = "aws_s3_bucket_policy.lake.policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.lake.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.lake.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.lake.policy).Statement[1]) == jsonencode({
      Sid       = "PutForExporter"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-lake/exports/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/LakeExporter" } }
    })
    error_message = "Statement PutForExporter of aws_s3_bucket_policy.lake.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.lake.policy).Statement[2]) == jsonencode({
      Sid       = "ListForReporter"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-lake"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/LakeReporter" } }
    })
    error_message = "Statement ListForReporter of aws_s3_bucket_policy.lake.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.lake.policy).Statement[3]) == jsonencode({
      Sid       = "GetForReporter"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-lake/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/LakeReporter" } }
    })
    error_message = "Statement GetForReporter of aws_s3_bucket_policy.lake.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role.exporter.assume_role_policy).Statement) == 1
    error_message = "aws_iam_role.exporter.assume_role_policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.exporter.assume_role_policy).Statement[0]) == jsonencode({
      Sid    = "AssumeRoleWithWebIdentity"
      Effect = "Allow"
      Principal = {
        Federated = "arn:aws:iam::222222222222:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
      }
      Action = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = { "${var.exporter_oidc_issuer}:aud" = "sts.amazonaws.com" }
        StringLike   = { "${var.exporter_oidc_issuer}:sub" = ["system:serviceaccount:export:*"] }
      }
    })
    error_message = "Statement AssumeRoleWithWebIdentity of aws_iam_role.exporter.assume_role_policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.exporter.policy).Statement) == 2
    error_message = "aws_iam_role_policy.exporter.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.exporter.policy).Statement[0]) == jsonencode({
      Sid       = "PutLake"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-lake/exports/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutLake of aws_iam_role_policy.exporter.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.exporter.policy).Statement[1]) == jsonencode({
      Sid      = "EncryptAndDecryptLake"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/exports/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptLake of aws_iam_role_policy.exporter.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.exporter.role == aws_iam_role.exporter.name
    error_message = "aws_iam_role_policy.exporter.role has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role.reporter.assume_role_policy).Statement) == 1
    error_message = "aws_iam_role.reporter.assume_role_policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.reporter.assume_role_policy).Statement[0]) == jsonencode({
      Sid       = "StartSessionByService"
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
    })
    error_message = "Statement StartSessionByService of aws_iam_role.reporter.assume_role_policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.reporter.policy).Statement) == 3
    error_message = "aws_iam_role_policy.reporter.policy must have 3 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.reporter.policy).Statement[0]) == jsonencode({
      Sid       = "ListLake"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-lake"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListLake of aws_iam_role_policy.reporter.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.reporter.policy).Statement[1]) == jsonencode({
      Sid       = "GetLake"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-lake/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetLake of aws_iam_role_policy.reporter.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.reporter.policy).Statement[2]) == jsonencode({
      Sid      = "DecryptLake"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike   = { "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/*"] }
      }
    })
    error_message = "Statement DecryptLake of aws_iam_role_policy.reporter.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.reporter.role == aws_iam_role.reporter.name
    error_message = "aws_iam_role_policy.reporter.role has changed."
  }
}
