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

  override_resource {
    target = aws_iam_role.source_replication
    values = { arn = "arn:aws:iam::111111111111:role/source_replication" }
  }
}

mock_provider "aws" {
  alias = "backup"

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
    target = aws_kms_key.backup
    values = { arn = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001" }
  }
}

mock_provider "aws" {
  alias = "analysis"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "333333333333" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  override_resource {
    target = aws_kms_key.analysis
    values = { arn = "arn:aws:kms:eu-west-1:333333333333:key/00000000-0000-0000-0000-000000000001" }
  }
}

variables {
  source_bucket_name           = "acme-fan-out-source"
  backup_bucket_name           = "acme-fan-out-backup"
  analysis_bucket_name         = "acme-fan-out-analysis"
  source_replication_role_name = "acme-fan-out"
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(aws_kms_key.source.policy).Statement) == 1
    error_message = "aws_kms_key.source.policy must have 1 statement."
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
    condition     = aws_s3_bucket_versioning.source.bucket == aws_s3_bucket.source.id
    error_message = "aws_s3_bucket_versioning.source.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.source.bucket == aws_s3_bucket.source.id
    error_message = "aws_s3_bucket_policy.source.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.source.policy).Statement) == 1
    error_message = "aws_s3_bucket_policy.source.policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.source.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-fan-out-source", "arn:aws:s3:::acme-fan-out-source/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.source.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role.source_replication.assume_role_policy).Statement) == 1
    error_message = "aws_iam_role.source_replication.assume_role_policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.source_replication.assume_role_policy).Statement[0]) == jsonencode({
      Sid       = "AssumeRoleByService"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
    })
    error_message = "Statement AssumeRoleByService of aws_iam_role.source_replication.assume_role_policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.source_replication.policy).Statement) == 7
    error_message = "aws_iam_role_policy.source_replication.policy must have 7 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.source_replication.policy).Statement[0]) == jsonencode({
      Sid      = "ReadConfigurationSource"
      Effect   = "Allow"
      Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
      Resource = "arn:aws:s3:::acme-fan-out-source"
    })
    error_message = "Statement ReadConfigurationSource of aws_iam_role_policy.source_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.source_replication.policy).Statement[1]) == jsonencode({
      Sid    = "GetVersionsSource"
      Effect = "Allow"
      Action = [
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionAnnotationForReplication",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ]
      Resource = "arn:aws:s3:::acme-fan-out-source/*"
    })
    error_message = "Statement GetVersionsSource of aws_iam_role_policy.source_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.source_replication.policy).Statement[2]) == jsonencode({
      Sid      = "DecryptSource"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-fan-out-source", "arn:aws:s3:::acme-fan-out-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSource of aws_iam_role_policy.source_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.source_replication.policy).Statement[3]) == jsonencode({
      Sid      = "ReplicateAnalysis"
      Effect   = "Allow"
      Action   = ["s3:ReplicateObject", "s3:ReplicateTags"]
      Resource = "arn:aws:s3:::acme-fan-out-analysis/reports/*"
    })
    error_message = "Statement ReplicateAnalysis of aws_iam_role_policy.source_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.source_replication.policy).Statement[4]) == jsonencode({
      Sid      = "EncryptAnalysis"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:eu-west-1:333333333333:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-fan-out-analysis", "arn:aws:s3:::acme-fan-out-analysis/reports/*"]
        }
      }
    })
    error_message = "Statement EncryptAnalysis of aws_iam_role_policy.source_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.source_replication.policy).Statement[5]) == jsonencode({
      Sid      = "ReplicateBackup"
      Effect   = "Allow"
      Action   = ["s3:ReplicateObject", "s3:ReplicateTags"]
      Resource = "arn:aws:s3:::acme-fan-out-backup/*"
    })
    error_message = "Statement ReplicateBackup of aws_iam_role_policy.source_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.source_replication.policy).Statement[6]) == jsonencode({
      Sid      = "EncryptBackup"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-fan-out-backup", "arn:aws:s3:::acme-fan-out-backup/*"]
        }
      }
    })
    error_message = "Statement EncryptBackup of aws_iam_role_policy.source_replication.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.source_replication.role == aws_iam_role.source_replication.name
    error_message = "aws_iam_role_policy.source_replication.role has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.source.bucket == aws_s3_bucket.source.id
    error_message = "aws_s3_bucket_replication_configuration.source.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.source.role == "arn:aws:iam::111111111111:role/source_replication"
    error_message = "aws_s3_bucket_replication_configuration.source.role has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.source.rule[0].destination[0].account == "333333333333"
    error_message = "aws_s3_bucket_replication_configuration.source.rule[0].destination[0].account has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.source.rule[0].destination[0].bucket == "arn:aws:s3:::acme-fan-out-analysis"
    error_message = "aws_s3_bucket_replication_configuration.source.rule[0].destination[0].bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.source.rule[0].destination[0].encryption_configuration[0].replica_kms_key_id == "arn:aws:kms:eu-west-1:333333333333:key/00000000-0000-0000-0000-000000000001"
    error_message = "aws_s3_bucket_replication_configuration.source.rule[0].destination[0].encryption_configuration[0].replica_kms_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.source.rule[1].destination[0].account == "222222222222"
    error_message = "aws_s3_bucket_replication_configuration.source.rule[1].destination[0].account has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.source.rule[1].destination[0].bucket == "arn:aws:s3:::acme-fan-out-backup"
    error_message = "aws_s3_bucket_replication_configuration.source.rule[1].destination[0].bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.source.rule[1].destination[0].encryption_configuration[0].replica_kms_key_id == "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001"
    error_message = "aws_s3_bucket_replication_configuration.source.rule[1].destination[0].encryption_configuration[0].replica_kms_key_id has changed."
  }

  assert {
    condition     = length(jsondecode(aws_kms_key.backup.policy).Statement) == 2
    error_message = "aws_kms_key.backup.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.backup.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.backup.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.backup.policy).Statement[1]) == jsonencode({
      Sid       = "EncryptBackupForSourceReplication"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/acme-fan-out" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-fan-out-backup", "arn:aws:s3:::acme-fan-out-backup/*"]
        }
      }
    })
    error_message = "Statement EncryptBackupForSourceReplication of aws_kms_key.backup.policy has changed."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.backup.bucket == aws_s3_bucket.backup.id
    error_message = "aws_s3_bucket_public_access_block.backup.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.backup.bucket == aws_s3_bucket.backup.id
    error_message = "aws_s3_bucket_ownership_controls.backup.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.backup.bucket == aws_s3_bucket.backup.id
    error_message = "aws_s3_bucket_server_side_encryption_configuration.backup.bucket has changed."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.backup.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.backup.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_versioning.backup.bucket == aws_s3_bucket.backup.id
    error_message = "aws_s3_bucket_versioning.backup.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.backup.bucket == aws_s3_bucket.backup.id
    error_message = "aws_s3_bucket_policy.backup.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.backup.policy).Statement) == 2
    error_message = "aws_s3_bucket_policy.backup.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.backup.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-fan-out-backup", "arn:aws:s3:::acme-fan-out-backup/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.backup.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.backup.policy).Statement[1]) == jsonencode({
      Sid       = "ReplicateForSourceReplication"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = ["s3:ReplicateObject", "s3:ReplicateTags"]
      Resource  = "arn:aws:s3:::acme-fan-out-backup/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/acme-fan-out" } }
    })
    error_message = "Statement ReplicateForSourceReplication of aws_s3_bucket_policy.backup.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_kms_key.analysis.policy).Statement) == 2
    error_message = "aws_kms_key.analysis.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.analysis.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::333333333333:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.analysis.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.analysis.policy).Statement[1]) == jsonencode({
      Sid       = "EncryptAnalysisForSourceReplication"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/acme-fan-out" }
        StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-fan-out-analysis", "arn:aws:s3:::acme-fan-out-analysis/reports/*"]
        }
      }
    })
    error_message = "Statement EncryptAnalysisForSourceReplication of aws_kms_key.analysis.policy has changed."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.analysis.bucket == aws_s3_bucket.analysis.id
    error_message = "aws_s3_bucket_public_access_block.analysis.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.analysis.bucket == aws_s3_bucket.analysis.id
    error_message = "aws_s3_bucket_ownership_controls.analysis.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.analysis.bucket == aws_s3_bucket.analysis.id
    error_message = "aws_s3_bucket_server_side_encryption_configuration.analysis.bucket has changed."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.analysis.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:eu-west-1:333333333333:key/00000000-0000-0000-0000-000000000001"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.analysis.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_versioning.analysis.bucket == aws_s3_bucket.analysis.id
    error_message = "aws_s3_bucket_versioning.analysis.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.analysis.bucket == aws_s3_bucket.analysis.id
    error_message = "aws_s3_bucket_policy.analysis.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.analysis.policy).Statement) == 2
    error_message = "aws_s3_bucket_policy.analysis.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.analysis.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-fan-out-analysis", "arn:aws:s3:::acme-fan-out-analysis/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.analysis.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.analysis.policy).Statement[1]) == jsonencode({
      Sid       = "ReplicateForSourceReplication"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = ["s3:ReplicateObject", "s3:ReplicateTags"]
      Resource  = "arn:aws:s3:::acme-fan-out-analysis/reports/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/acme-fan-out" } }
    })
    error_message = "Statement ReplicateForSourceReplication of aws_s3_bucket_policy.analysis.policy has changed."
  }
}
