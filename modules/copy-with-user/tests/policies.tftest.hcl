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
  archive_key_alias       = "alias/acme-sync-archive"
  source_bucket_name      = "acme-sync-source"
  destination_bucket_name = "acme-sync-destination"
  sync_user_name          = "sync_user"
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(local.archive_key_policy).Statement) == 2
    error_message = "local.archive_key_policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.archive_key_policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of local.archive_key_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.archive_key_policy).Statement[1]) == jsonencode({
      Sid       = "DecryptSourceUnderArchiveForSync"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:user/sync_user" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-sync-source", "arn:aws:s3:::acme-sync-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSourceUnderArchiveForSync of local.archive_key_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.source_key_policy).Statement) == 3
    error_message = "local.source_key_policy must have 3 statements."
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
    condition = jsonencode(jsondecode(local.source_key_policy).Statement[1]) == jsonencode({
      Sid       = "EncryptAndDecryptDestinationForSync"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:user/sync_user" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-sync-destination", "arn:aws:s3:::acme-sync-destination/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptDestinationForSync of local.source_key_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_key_policy).Statement[2]) == jsonencode({
      Sid       = "DecryptSourceForSync"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:user/sync_user" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-sync-source", "arn:aws:s3:::acme-sync-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSourceForSync of local.source_key_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.source_bucket_policy).Statement) == 3
    error_message = "local.source_bucket_policy must have 3 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_bucket_policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-sync-source", "arn:aws:s3:::acme-sync-source/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of local.source_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_bucket_policy).Statement[1]) == jsonencode({
      Sid       = "ListForSync"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-sync-source"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:user/sync_user" } }
    })
    error_message = "Statement ListForSync of local.source_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_bucket_policy).Statement[2]) == jsonencode({
      Sid       = "GetForSync"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-sync-source/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:user/sync_user" } }
    })
    error_message = "Statement GetForSync of local.source_bucket_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.destination_bucket_policy).Statement) == 5
    error_message = "local.destination_bucket_policy must have 5 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.destination_bucket_policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-sync-destination", "arn:aws:s3:::acme-sync-destination/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of local.destination_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.destination_bucket_policy).Statement[1]) == jsonencode({
      Sid       = "DenyOtherKey"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:PutObject", "s3:ReplicateObject", "s3:UpdateObjectEncryption"]
      Resource  = "arn:aws:s3:::acme-sync-destination/*"
      Condition = {
        ArnNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = aws_kms_key.source.arn }
        Null         = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
      }
    })
    error_message = "Statement DenyOtherKey of local.destination_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.destination_bucket_policy).Statement[2]) == jsonencode({
      Sid       = "DenyOtherAlgorithm"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:PutObject", "s3:ReplicateObject", "s3:UpdateObjectEncryption"]
      Resource  = "arn:aws:s3:::acme-sync-destination/*"
      Condition = {
        Null            = { "s3:x-amz-server-side-encryption" = "false" }
        StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }
      }
    })
    error_message = "Statement DenyOtherAlgorithm of local.destination_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.destination_bucket_policy).Statement[3]) == jsonencode({
      Sid       = "DenyAwsManagedKey"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:PutObject", "s3:ReplicateObject", "s3:UpdateObjectEncryption"]
      Resource  = "arn:aws:s3:::acme-sync-destination/*"
      Condition = {
        Null         = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "true" }
        StringEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }
      }
    })
    error_message = "Statement DenyAwsManagedKey of local.destination_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.destination_bucket_policy).Statement[4]) == jsonencode({
      Sid       = "DenyCustomerProvidedKey"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:PutObject", "s3:ReplicateObject"]
      Resource  = "arn:aws:s3:::acme-sync-destination/*"
      Condition = { Null = { "s3:x-amz-server-side-encryption-customer-algorithm" = "false" } }
    })
    error_message = "Statement DenyCustomerProvidedKey of local.destination_bucket_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.sync_identity_policy).Statement) == 7
    error_message = "local.sync_identity_policy must have 7 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.sync_identity_policy).Statement[0]) == jsonencode({
      Sid       = "ListDestination"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-sync-destination"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement ListDestination of local.sync_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.sync_identity_policy).Statement[1]) == jsonencode({
      Sid       = "PutDestination"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-sync-destination/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement PutDestination of local.sync_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.sync_identity_policy).Statement[2]) == jsonencode({
      Sid      = "EncryptAndDecryptDestination"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = aws_kms_key.source.arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-sync-destination", "arn:aws:s3:::acme-sync-destination/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptDestination of local.sync_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.sync_identity_policy).Statement[3]) == jsonencode({
      Sid       = "ListSource"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-sync-source"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListSource of local.sync_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.sync_identity_policy).Statement[4]) == jsonencode({
      Sid       = "GetSource"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-sync-source/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetSource of local.sync_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.sync_identity_policy).Statement[5]) == jsonencode({
      Sid      = "DecryptSource"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = aws_kms_key.source.arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-sync-source", "arn:aws:s3:::acme-sync-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSource of local.sync_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.sync_identity_policy).Statement[6]) == jsonencode({
      Sid      = "DecryptSourceUnderArchive"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = aws_kms_key.archive.arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-sync-source", "arn:aws:s3:::acme-sync-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSourceUnderArchive of local.sync_identity_policy has changed."
  }
}
