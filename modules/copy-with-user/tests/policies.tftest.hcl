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
    target = aws_kms_key.archive
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001" }
  }

  override_resource {
    target = aws_kms_key.source
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000003" }
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
    target = aws_iam_policy.sync
    values = { arn = "arn:aws:iam::222222222222:policy/sync" }
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
    condition     = length(jsondecode(aws_kms_key.archive.policy).Statement) == 2
    error_message = "aws_kms_key.archive.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.archive.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.archive.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.archive.policy).Statement[1]) == jsonencode({
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
    error_message = "Statement DecryptSourceUnderArchiveForSync of aws_kms_key.archive.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_kms_key.source.policy).Statement) == 3
    error_message = "aws_kms_key.source.policy must have 3 statements."
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
    error_message = "Statement EncryptAndDecryptDestinationForSync of aws_kms_key.source.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.source.policy).Statement[2]) == jsonencode({
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
    error_message = "Statement DecryptSourceForSync of aws_kms_key.source.policy has changed."
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
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.source.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000003"
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
      Resource  = ["arn:aws:s3:::acme-sync-source", "arn:aws:s3:::acme-sync-source/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.source.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.source.policy).Statement[1]) == jsonencode({
      Sid       = "ListForSync"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-sync-source"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:user/sync_user" } }
    })
    error_message = "Statement ListForSync of aws_s3_bucket_policy.source.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.source.policy).Statement[2]) == jsonencode({
      Sid       = "GetForSync"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-sync-source/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:user/sync_user" } }
    })
    error_message = "Statement GetForSync of aws_s3_bucket_policy.source.policy has changed."
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
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.destination.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000003"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.destination.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.destination.bucket == aws_s3_bucket.destination.id
    error_message = "aws_s3_bucket_policy.destination.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.destination.policy).Statement) == 5
    error_message = "aws_s3_bucket_policy.destination.policy must have 5 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.destination.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-sync-destination", "arn:aws:s3:::acme-sync-destination/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.destination.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.destination.policy).Statement[1]) == jsonencode({
      Sid       = "DenyOtherKey"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:PutObject", "s3:ReplicateObject", "s3:UpdateObjectEncryption"]
      Resource  = "arn:aws:s3:::acme-sync-destination/*"
      Condition = {
        ArnNotEquals = {
          "s3:x-amz-server-side-encryption-aws-kms-key-id" = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000003"
        }
        Null = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
      }
    })
    error_message = "Statement DenyOtherKey of aws_s3_bucket_policy.destination.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.destination.policy).Statement[2]) == jsonencode({
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
    error_message = "Statement DenyOtherAlgorithm of aws_s3_bucket_policy.destination.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.destination.policy).Statement[3]) == jsonencode({
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
    error_message = "Statement DenyAwsManagedKey of aws_s3_bucket_policy.destination.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.destination.policy).Statement[4]) == jsonencode({
      Sid       = "DenyCustomerProvidedKey"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:PutObject", "s3:ReplicateObject"]
      Resource  = "arn:aws:s3:::acme-sync-destination/*"
      Condition = { Null = { "s3:x-amz-server-side-encryption-customer-algorithm" = "false" } }
    })
    error_message = "Statement DenyCustomerProvidedKey of aws_s3_bucket_policy.destination.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_policy.sync.policy).Statement) == 7
    error_message = "aws_iam_policy.sync.policy must have 7 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_policy.sync.policy).Statement[0]) == jsonencode({
      Sid       = "ListDestination"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-sync-destination"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement ListDestination of aws_iam_policy.sync.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_policy.sync.policy).Statement[1]) == jsonencode({
      Sid       = "PutDestination"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-sync-destination/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement PutDestination of aws_iam_policy.sync.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_policy.sync.policy).Statement[2]) == jsonencode({
      Sid      = "EncryptAndDecryptDestination"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000003"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-sync-destination", "arn:aws:s3:::acme-sync-destination/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptDestination of aws_iam_policy.sync.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_policy.sync.policy).Statement[3]) == jsonencode({
      Sid       = "ListSource"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-sync-source"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListSource of aws_iam_policy.sync.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_policy.sync.policy).Statement[4]) == jsonencode({
      Sid       = "GetSource"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-sync-source/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetSource of aws_iam_policy.sync.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_policy.sync.policy).Statement[5]) == jsonencode({
      Sid      = "DecryptSource"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000003"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-sync-source", "arn:aws:s3:::acme-sync-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSource of aws_iam_policy.sync.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_policy.sync.policy).Statement[6]) == jsonencode({
      Sid      = "DecryptSourceUnderArchive"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-sync-source", "arn:aws:s3:::acme-sync-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSourceUnderArchive of aws_iam_policy.sync.policy has changed."
  }

  assert {
    condition     = aws_iam_user_policy_attachment.sync.policy_arn == "arn:aws:iam::222222222222:policy/sync"
    error_message = "aws_iam_user_policy_attachment.sync.policy_arn has changed."
  }

  assert {
    condition     = aws_iam_user_policy_attachment.sync.user == aws_iam_user.sync.name
    error_message = "aws_iam_user_policy_attachment.sync.user has changed."
  }
}
