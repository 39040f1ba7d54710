# Checks every statement of every policy against mocked accounts. Run it with terraform test.

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

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:222222222222:key/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::222222222222:role/mock" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::222222222222:policy/mock" }
  }
}

variables {
  source_bucket_name           = "acme-replication-source"
  destination_bucket_name      = "acme-replication-destination"
  source_replication_role_name = "acme-replication"
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(local.destination_key_policy).Statement) == 2
    error_message = "local.destination_key_policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.destination_key_policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of local.destination_key_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.destination_key_policy).Statement[1]) == jsonencode({
      Sid       = "EncryptDestinationForSourceReplication"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/acme-replication" }
        StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-replication-destination", "arn:aws:s3:::acme-replication-destination/*"]
        }
      }
    })
    error_message = "Statement EncryptDestinationForSourceReplication of local.destination_key_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.destination_bucket_policy).Statement) == 2
    error_message = "local.destination_bucket_policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.destination_bucket_policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-replication-destination", "arn:aws:s3:::acme-replication-destination/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of local.destination_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.destination_bucket_policy).Statement[1]) == jsonencode({
      Sid       = "ReplicateForSourceReplication"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
      Resource  = "arn:aws:s3:::acme-replication-destination/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/acme-replication" } }
    })
    error_message = "Statement ReplicateForSourceReplication of local.destination_bucket_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.source_key_policy).Statement) == 1
    error_message = "local.source_key_policy must have 1 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_key_policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of local.source_key_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.source_bucket_policy).Statement) == 1
    error_message = "local.source_bucket_policy must have 1 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_bucket_policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-replication-source", "arn:aws:s3:::acme-replication-source/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of local.source_bucket_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.source_replication_trust_policy).Statement) == 1
    error_message = "local.source_replication_trust_policy must have 1 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_replication_trust_policy).Statement[0]) == jsonencode({
      Sid       = "AssumeRoleByService"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
    })
    error_message = "Statement AssumeRoleByService of local.source_replication_trust_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.source_replication_identity_policy).Statement) == 5
    error_message = "local.source_replication_identity_policy must have 5 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_replication_identity_policy).Statement[0]) == jsonencode({
      Sid      = "ReadConfigurationSource"
      Effect   = "Allow"
      Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
      Resource = "arn:aws:s3:::acme-replication-source"
    })
    error_message = "Statement ReadConfigurationSource of local.source_replication_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_replication_identity_policy).Statement[1]) == jsonencode({
      Sid    = "GetVersionsSource"
      Effect = "Allow"
      Action = [
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionAnnotationForReplication",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ]
      Resource = "arn:aws:s3:::acme-replication-source/*"
    })
    error_message = "Statement GetVersionsSource of local.source_replication_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_replication_identity_policy).Statement[2]) == jsonencode({
      Sid      = "DecryptSource"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = aws_kms_key.source.arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-replication-source", "arn:aws:s3:::acme-replication-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSource of local.source_replication_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_replication_identity_policy).Statement[3]) == jsonencode({
      Sid      = "ReplicateDestination"
      Effect   = "Allow"
      Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
      Resource = "arn:aws:s3:::acme-replication-destination/*"
    })
    error_message = "Statement ReplicateDestination of local.source_replication_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_replication_identity_policy).Statement[4]) == jsonencode({
      Sid      = "EncryptDestination"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource = aws_kms_key.destination.arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-replication-destination", "arn:aws:s3:::acme-replication-destination/*"]
        }
      }
    })
    error_message = "Statement EncryptDestination of local.source_replication_identity_policy has changed."
  }
}
