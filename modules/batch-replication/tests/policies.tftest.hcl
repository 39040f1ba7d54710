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

  override_resource {
    target = aws_kms_key.jobs
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000012" }
  }

  override_resource {
    target = aws_iam_role.backfill
    values = { arn = "arn:aws:iam::111111111111:role/backfill" }
  }
}

mock_provider "aws" {
  alias = "destination"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  override_resource {
    target = aws_kms_key.destination
    values = { arn = "arn:aws:kms:eu-west-1:222222222222:key/00000000-0000-0000-0000-000000000001" }
  }
}

variables {
  source_bucket_name           = "acme-backfill-source"
  destination_bucket_name      = "acme-backfill-destination"
  jobs_bucket_name             = "acme-backfill-jobs"
  backfill_role_name           = "acme-backfill"
  source_replication_role_name = "acme-backfill-replication"
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
      Resource  = ["arn:aws:s3:::acme-backfill-source", "arn:aws:s3:::acme-backfill-source/*"]
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
    condition     = length(jsondecode(aws_iam_role_policy.source_replication.policy).Statement) == 5
    error_message = "aws_iam_role_policy.source_replication.policy must have 5 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.source_replication.policy).Statement[0]) == jsonencode({
      Sid      = "ReadConfigurationSource"
      Effect   = "Allow"
      Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
      Resource = "arn:aws:s3:::acme-backfill-source"
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
      Resource = "arn:aws:s3:::acme-backfill-source/*"
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
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-backfill-source", "arn:aws:s3:::acme-backfill-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSource of aws_iam_role_policy.source_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.source_replication.policy).Statement[3]) == jsonencode({
      Sid      = "ReplicateDestination"
      Effect   = "Allow"
      Action   = ["s3:ReplicateObject", "s3:ReplicateTags"]
      Resource = "arn:aws:s3:::acme-backfill-destination/*"
    })
    error_message = "Statement ReplicateDestination of aws_iam_role_policy.source_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.source_replication.policy).Statement[4]) == jsonencode({
      Sid      = "EncryptDestination"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:eu-west-1:222222222222:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-backfill-destination", "arn:aws:s3:::acme-backfill-destination/*"]
        }
      }
    })
    error_message = "Statement EncryptDestination of aws_iam_role_policy.source_replication.policy has changed."
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
    condition     = aws_s3_bucket_replication_configuration.source.rule[0].destination[0].account == "222222222222"
    error_message = "aws_s3_bucket_replication_configuration.source.rule[0].destination[0].account has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.source.rule[0].destination[0].bucket == "arn:aws:s3:::acme-backfill-destination"
    error_message = "aws_s3_bucket_replication_configuration.source.rule[0].destination[0].bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.source.rule[0].destination[0].encryption_configuration[0].replica_kms_key_id == "arn:aws:kms:eu-west-1:222222222222:key/00000000-0000-0000-0000-000000000001"
    error_message = "aws_s3_bucket_replication_configuration.source.rule[0].destination[0].encryption_configuration[0].replica_kms_key_id has changed."
  }

  assert {
    condition     = length(jsondecode(aws_kms_key.jobs.policy).Statement) == 1
    error_message = "aws_kms_key.jobs.policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.jobs.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.jobs.policy has changed."
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
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.jobs.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000012"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.jobs.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
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
      Resource  = ["arn:aws:s3:::acme-backfill-jobs", "arn:aws:s3:::acme-backfill-jobs/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.jobs.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role.backfill.assume_role_policy).Statement) == 1
    error_message = "aws_iam_role.backfill.assume_role_policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.backfill.assume_role_policy).Statement[0]) == jsonencode({
      Sid       = "AssumeRoleByService"
      Effect    = "Allow"
      Principal = { Service = "batchoperations.s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
    })
    error_message = "Statement AssumeRoleByService of aws_iam_role.backfill.assume_role_policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.backfill.policy).Statement) == 6
    error_message = "aws_iam_role_policy.backfill.policy must have 6 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.backfill.policy).Statement[0]) == jsonencode({
      Sid       = "GetJobs"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-backfill-jobs/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetJobs of aws_iam_role_policy.backfill.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.backfill.policy).Statement[1]) == jsonencode({
      Sid       = "PutJobs"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-backfill-jobs/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutJobs of aws_iam_role_policy.backfill.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.backfill.policy).Statement[2]) == jsonencode({
      Sid       = "GetVersionJobs"
      Effect    = "Allow"
      Action    = ["s3:GetObjectVersion", "s3:GetObjectVersionTagging"]
      Resource  = "arn:aws:s3:::acme-backfill-jobs/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetVersionJobs of aws_iam_role_policy.backfill.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.backfill.policy).Statement[3]) == jsonencode({
      Sid      = "EncryptAndDecryptJobs"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000012"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-backfill-jobs", "arn:aws:s3:::acme-backfill-jobs/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptJobs of aws_iam_role_policy.backfill.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.backfill.policy).Statement[4]) == jsonencode({
      Sid       = "InitiateReplicationSource"
      Effect    = "Allow"
      Action    = "s3:InitiateReplication"
      Resource  = "arn:aws:s3:::acme-backfill-source/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement InitiateReplicationSource of aws_iam_role_policy.backfill.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.backfill.policy).Statement[5]) == jsonencode({
      Sid       = "GenerateManifestSource"
      Effect    = "Allow"
      Action    = ["s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration"]
      Resource  = "arn:aws:s3:::acme-backfill-source"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GenerateManifestSource of aws_iam_role_policy.backfill.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.backfill.role == aws_iam_role.backfill.name
    error_message = "aws_iam_role_policy.backfill.role has changed."
  }

  assert {
    condition     = length(jsondecode(aws_kms_key.destination.policy).Statement) == 2
    error_message = "aws_kms_key.destination.policy must have 2 statements."
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
    condition = jsonencode(jsondecode(aws_kms_key.destination.policy).Statement[1]) == jsonencode({
      Sid       = "EncryptDestinationForSourceReplication"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/acme-backfill-replication" }
        StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-backfill-destination", "arn:aws:s3:::acme-backfill-destination/*"]
        }
      }
    })
    error_message = "Statement EncryptDestinationForSourceReplication of aws_kms_key.destination.policy has changed."
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
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.destination.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:eu-west-1:222222222222:key/00000000-0000-0000-0000-000000000001"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.destination.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_versioning.destination.bucket == aws_s3_bucket.destination.id
    error_message = "aws_s3_bucket_versioning.destination.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.destination.bucket == aws_s3_bucket.destination.id
    error_message = "aws_s3_bucket_policy.destination.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.destination.policy).Statement) == 2
    error_message = "aws_s3_bucket_policy.destination.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.destination.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-backfill-destination", "arn:aws:s3:::acme-backfill-destination/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.destination.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.destination.policy).Statement[1]) == jsonencode({
      Sid       = "ReplicateForSourceReplication"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = ["s3:ReplicateObject", "s3:ReplicateTags"]
      Resource  = "arn:aws:s3:::acme-backfill-destination/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/acme-backfill-replication" } }
    })
    error_message = "Statement ReplicateForSourceReplication of aws_s3_bucket_policy.destination.policy has changed."
  }
}
