# Checks every policy statement of each resource, and where each policy and key is used. The providers are mocked.
# Run it with terraform test.

mock_provider "aws" {
  alias = "west"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }

  mock_data "aws_region" {
    defaults = { id = "us-west-2" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  override_resource {
    target = aws_kms_key.west
    values = { arn = "arn:aws:kms:us-west-2:111111111111:key/00000000-0000-0000-0000-000000000001" }
  }

  override_resource {
    target = aws_iam_role.west_replication
    values = { arn = "arn:aws:iam::111111111111:role/west_replication" }
  }
}

mock_provider "aws" {
  alias = "east"

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
    target = aws_kms_key.east
    values = { arn = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001" }
  }

  override_resource {
    target = aws_iam_role.east_replication
    values = { arn = "arn:aws:iam::222222222222:role/east_replication" }
  }
}

variables {
  west_bucket_name           = "acme-two-way-west"
  east_bucket_name           = "acme-two-way-east"
  west_replication_role_name = "acme-west-to-east"
  east_replication_role_name = "acme-east-to-west"
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(aws_kms_key.west.policy).Statement) == 2
    error_message = "aws_kms_key.west.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.west.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.west.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.west.policy).Statement[1]) == jsonencode({
      Sid       = "EncryptWestForEastReplication"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-east-to-west" }
        StringEquals = { "kms:ViaService" = "s3.us-west-2.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-two-way-west", "arn:aws:s3:::acme-two-way-west/*"]
        }
      }
    })
    error_message = "Statement EncryptWestForEastReplication of aws_kms_key.west.policy has changed."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.west.bucket == aws_s3_bucket.west.id
    error_message = "aws_s3_bucket_public_access_block.west.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.west.bucket == aws_s3_bucket.west.id
    error_message = "aws_s3_bucket_ownership_controls.west.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.west.bucket == aws_s3_bucket.west.id
    error_message = "aws_s3_bucket_server_side_encryption_configuration.west.bucket has changed."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.west.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:us-west-2:111111111111:key/00000000-0000-0000-0000-000000000001"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.west.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_versioning.west.bucket == aws_s3_bucket.west.id
    error_message = "aws_s3_bucket_versioning.west.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.west.bucket == aws_s3_bucket.west.id
    error_message = "aws_s3_bucket_policy.west.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.west.policy).Statement) == 2
    error_message = "aws_s3_bucket_policy.west.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.west.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-two-way-west", "arn:aws:s3:::acme-two-way-west/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.west.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.west.policy).Statement[1]) == jsonencode({
      Sid       = "ReplicateForEastReplication"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
      Resource  = "arn:aws:s3:::acme-two-way-west/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-east-to-west" } }
    })
    error_message = "Statement ReplicateForEastReplication of aws_s3_bucket_policy.west.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role.west_replication.assume_role_policy).Statement) == 1
    error_message = "aws_iam_role.west_replication.assume_role_policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.west_replication.assume_role_policy).Statement[0]) == jsonencode({
      Sid       = "AssumeRoleByService"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
    })
    error_message = "Statement AssumeRoleByService of aws_iam_role.west_replication.assume_role_policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.west_replication.policy).Statement) == 5
    error_message = "aws_iam_role_policy.west_replication.policy must have 5 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.west_replication.policy).Statement[0]) == jsonencode({
      Sid      = "ReadConfigurationWest"
      Effect   = "Allow"
      Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
      Resource = "arn:aws:s3:::acme-two-way-west"
    })
    error_message = "Statement ReadConfigurationWest of aws_iam_role_policy.west_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.west_replication.policy).Statement[1]) == jsonencode({
      Sid    = "GetVersionsWest"
      Effect = "Allow"
      Action = [
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionAnnotationForReplication",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ]
      Resource = "arn:aws:s3:::acme-two-way-west/*"
    })
    error_message = "Statement GetVersionsWest of aws_iam_role_policy.west_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.west_replication.policy).Statement[2]) == jsonencode({
      Sid      = "DecryptWest"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = "arn:aws:kms:us-west-2:111111111111:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-west-2.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-two-way-west", "arn:aws:s3:::acme-two-way-west/*"]
        }
      }
    })
    error_message = "Statement DecryptWest of aws_iam_role_policy.west_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.west_replication.policy).Statement[3]) == jsonencode({
      Sid      = "ReplicateEast"
      Effect   = "Allow"
      Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
      Resource = "arn:aws:s3:::acme-two-way-east/*"
    })
    error_message = "Statement ReplicateEast of aws_iam_role_policy.west_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.west_replication.policy).Statement[4]) == jsonencode({
      Sid      = "EncryptEast"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-two-way-east", "arn:aws:s3:::acme-two-way-east/*"]
        }
      }
    })
    error_message = "Statement EncryptEast of aws_iam_role_policy.west_replication.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.west_replication.role == aws_iam_role.west_replication.name
    error_message = "aws_iam_role_policy.west_replication.role has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.west.bucket == aws_s3_bucket.west.id
    error_message = "aws_s3_bucket_replication_configuration.west.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.west.role == "arn:aws:iam::111111111111:role/west_replication"
    error_message = "aws_s3_bucket_replication_configuration.west.role has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.west.rule[0].destination[0].account == "222222222222"
    error_message = "aws_s3_bucket_replication_configuration.west.rule[0].destination[0].account has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.west.rule[0].destination[0].bucket == "arn:aws:s3:::acme-two-way-east"
    error_message = "aws_s3_bucket_replication_configuration.west.rule[0].destination[0].bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.west.rule[0].destination[0].encryption_configuration[0].replica_kms_key_id == "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001"
    error_message = "aws_s3_bucket_replication_configuration.west.rule[0].destination[0].encryption_configuration[0].replica_kms_key_id has changed."
  }

  assert {
    condition     = length(jsondecode(aws_kms_key.east.policy).Statement) == 2
    error_message = "aws_kms_key.east.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.east.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.east.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.east.policy).Statement[1]) == jsonencode({
      Sid       = "EncryptEastForWestReplication"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/acme-west-to-east" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-two-way-east", "arn:aws:s3:::acme-two-way-east/*"]
        }
      }
    })
    error_message = "Statement EncryptEastForWestReplication of aws_kms_key.east.policy has changed."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.east.bucket == aws_s3_bucket.east.id
    error_message = "aws_s3_bucket_public_access_block.east.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.east.bucket == aws_s3_bucket.east.id
    error_message = "aws_s3_bucket_ownership_controls.east.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.east.bucket == aws_s3_bucket.east.id
    error_message = "aws_s3_bucket_server_side_encryption_configuration.east.bucket has changed."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.east.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.east.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_versioning.east.bucket == aws_s3_bucket.east.id
    error_message = "aws_s3_bucket_versioning.east.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.east.bucket == aws_s3_bucket.east.id
    error_message = "aws_s3_bucket_policy.east.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.east.policy).Statement) == 2
    error_message = "aws_s3_bucket_policy.east.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.east.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-two-way-east", "arn:aws:s3:::acme-two-way-east/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.east.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.east.policy).Statement[1]) == jsonencode({
      Sid       = "ReplicateForWestReplication"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
      Resource  = "arn:aws:s3:::acme-two-way-east/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/acme-west-to-east" } }
    })
    error_message = "Statement ReplicateForWestReplication of aws_s3_bucket_policy.east.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role.east_replication.assume_role_policy).Statement) == 1
    error_message = "aws_iam_role.east_replication.assume_role_policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.east_replication.assume_role_policy).Statement[0]) == jsonencode({
      Sid       = "AssumeRoleByService"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
    })
    error_message = "Statement AssumeRoleByService of aws_iam_role.east_replication.assume_role_policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.east_replication.policy).Statement) == 5
    error_message = "aws_iam_role_policy.east_replication.policy must have 5 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.east_replication.policy).Statement[0]) == jsonencode({
      Sid      = "ReadConfigurationEast"
      Effect   = "Allow"
      Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
      Resource = "arn:aws:s3:::acme-two-way-east"
    })
    error_message = "Statement ReadConfigurationEast of aws_iam_role_policy.east_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.east_replication.policy).Statement[1]) == jsonencode({
      Sid    = "GetVersionsEast"
      Effect = "Allow"
      Action = [
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionAnnotationForReplication",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ]
      Resource = "arn:aws:s3:::acme-two-way-east/*"
    })
    error_message = "Statement GetVersionsEast of aws_iam_role_policy.east_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.east_replication.policy).Statement[2]) == jsonencode({
      Sid      = "DecryptEast"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-two-way-east", "arn:aws:s3:::acme-two-way-east/*"]
        }
      }
    })
    error_message = "Statement DecryptEast of aws_iam_role_policy.east_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.east_replication.policy).Statement[3]) == jsonencode({
      Sid      = "ReplicateWest"
      Effect   = "Allow"
      Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
      Resource = "arn:aws:s3:::acme-two-way-west/*"
    })
    error_message = "Statement ReplicateWest of aws_iam_role_policy.east_replication.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.east_replication.policy).Statement[4]) == jsonencode({
      Sid      = "EncryptWest"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-west-2:111111111111:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-west-2.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-two-way-west", "arn:aws:s3:::acme-two-way-west/*"]
        }
      }
    })
    error_message = "Statement EncryptWest of aws_iam_role_policy.east_replication.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.east_replication.role == aws_iam_role.east_replication.name
    error_message = "aws_iam_role_policy.east_replication.role has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.east.bucket == aws_s3_bucket.east.id
    error_message = "aws_s3_bucket_replication_configuration.east.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.east.role == "arn:aws:iam::222222222222:role/east_replication"
    error_message = "aws_s3_bucket_replication_configuration.east.role has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.east.rule[0].destination[0].account == "111111111111"
    error_message = "aws_s3_bucket_replication_configuration.east.rule[0].destination[0].account has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.east.rule[0].destination[0].bucket == "arn:aws:s3:::acme-two-way-west"
    error_message = "aws_s3_bucket_replication_configuration.east.rule[0].destination[0].bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.east.rule[0].destination[0].encryption_configuration[0].replica_kms_key_id == "arn:aws:kms:us-west-2:111111111111:key/00000000-0000-0000-0000-000000000001"
    error_message = "aws_s3_bucket_replication_configuration.east.rule[0].destination[0].encryption_configuration[0].replica_kms_key_id has changed."
  }
}
