# Checks every policy statement of each resource, and where each policy and key is used. The providers are mocked.
# Run it with terraform test.

mock_provider "aws" {
  alias = "source"

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
    target = aws_kms_key.source
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001" }
  }
}

mock_provider "aws" {
  alias = "destination"

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
    target = aws_kms_key.destination
    values = { arn = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001" }
  }

  override_resource {
    target = aws_iam_role.copier
    values = { arn = "arn:aws:iam::222222222222:role/copier" }
  }
}

variables {
  source_bucket_name      = "acme-batch-source"
  destination_bucket_name = "acme-batch-destination"
  jobs_bucket_name        = "acme-batch-jobs"
  copier_role_name        = "acme-batch-copy"
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(aws_kms_key.source.policy).Statement) == 2
    error_message = "aws_kms_key.source.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.source.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.source.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.source.policy).Statement[1]) == jsonencode({
      Sid       = "DecryptSourceForCopier"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-batch-copy" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-batch-source", "arn:aws:s3:::acme-batch-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSourceForCopier of aws_kms_key.source.policy has changed."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.source.bucket == aws_s3_bucket.source.id
    error_message = "aws_s3_bucket_public_access_block.source.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.source.bucket == aws_s3_bucket.source.id
    error_message = "aws_s3_bucket_ownership_controls.source.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.source.bucket == aws_s3_bucket.source.id
    error_message = "aws_s3_bucket_server_side_encryption_configuration.source.bucket has changed."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.source.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.source.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.source.bucket == aws_s3_bucket.source.id
    error_message = "aws_s3_bucket_policy.source.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.source.policy).Statement) == 3
    error_message = "aws_s3_bucket_policy.source.policy must have 3 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.source.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-batch-source", "arn:aws:s3:::acme-batch-source/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.source.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.source.policy).Statement[1]) == jsonencode({
      Sid       = "ListForCopier"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-batch-source"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-batch-copy" } }
    })
    error_message = "Statement ListForCopier of aws_s3_bucket_policy.source.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.source.policy).Statement[2]) == jsonencode({
      Sid       = "GetForCopier"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-batch-source/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-batch-copy" } }
    })
    error_message = "Statement GetForCopier of aws_s3_bucket_policy.source.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_kms_key.destination.policy).Statement) == 1
    error_message = "aws_kms_key.destination.policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.destination.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.destination.policy has changed."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.destination.bucket == aws_s3_bucket.destination.id
    error_message = "aws_s3_bucket_public_access_block.destination.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.destination.bucket == aws_s3_bucket.destination.id
    error_message = "aws_s3_bucket_ownership_controls.destination.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.destination.bucket == aws_s3_bucket.destination.id
    error_message = "aws_s3_bucket_server_side_encryption_configuration.destination.bucket has changed."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.destination.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.destination.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.destination.bucket == aws_s3_bucket.destination.id
    error_message = "aws_s3_bucket_policy.destination.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.destination.policy).Statement) == 1
    error_message = "aws_s3_bucket_policy.destination.policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.destination.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-batch-destination", "arn:aws:s3:::acme-batch-destination/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.destination.policy has changed."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.jobs.bucket == aws_s3_bucket.jobs.id
    error_message = "aws_s3_bucket_public_access_block.jobs.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.jobs.bucket == aws_s3_bucket.jobs.id
    error_message = "aws_s3_bucket_ownership_controls.jobs.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.jobs.bucket == aws_s3_bucket.jobs.id
    error_message = "aws_s3_bucket_server_side_encryption_configuration.jobs.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.jobs.bucket == aws_s3_bucket.jobs.id
    error_message = "aws_s3_bucket_policy.jobs.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.jobs.policy).Statement) == 1
    error_message = "aws_s3_bucket_policy.jobs.policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.jobs.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-batch-jobs", "arn:aws:s3:::acme-batch-jobs/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.jobs.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role.copier.assume_role_policy).Statement) == 1
    error_message = "aws_iam_role.copier.assume_role_policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.copier.assume_role_policy).Statement[0]) == jsonencode({
      Sid       = "AssumeRoleByService"
      Effect    = "Allow"
      Principal = { Service = "batchoperations.s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
    })
    error_message = "Statement AssumeRoleByService of aws_iam_role.copier.assume_role_policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.copier.policy).Statement) == 8
    error_message = "aws_iam_role_policy.copier.policy must have 8 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.copier.policy).Statement[0]) == jsonencode({
      Sid       = "PutDestination"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-batch-destination/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement PutDestination of aws_iam_role_policy.copier.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.copier.policy).Statement[1]) == jsonencode({
      Sid      = "EncryptAndDecryptDestination"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-batch-destination", "arn:aws:s3:::acme-batch-destination/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptDestination of aws_iam_role_policy.copier.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.copier.policy).Statement[2]) == jsonencode({
      Sid       = "GetJobs"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-batch-jobs/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement GetJobs of aws_iam_role_policy.copier.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.copier.policy).Statement[3]) == jsonencode({
      Sid       = "PutJobs"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-batch-jobs/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement PutJobs of aws_iam_role_policy.copier.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.copier.policy).Statement[4]) == jsonencode({
      Sid       = "GetVersionJobs"
      Effect    = "Allow"
      Action    = ["s3:GetObjectVersion", "s3:GetObjectVersionTagging"]
      Resource  = "arn:aws:s3:::acme-batch-jobs/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement GetVersionJobs of aws_iam_role_policy.copier.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.copier.policy).Statement[5]) == jsonencode({
      Sid       = "ListSource"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-batch-source"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListSource of aws_iam_role_policy.copier.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.copier.policy).Statement[6]) == jsonencode({
      Sid       = "GetSource"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-batch-source/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetSource of aws_iam_role_policy.copier.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.copier.policy).Statement[7]) == jsonencode({
      Sid      = "DecryptSource"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-batch-source", "arn:aws:s3:::acme-batch-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSource of aws_iam_role_policy.copier.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.copier.role == aws_iam_role.copier.name
    error_message = "aws_iam_role_policy.copier.role has changed."
  }
}
