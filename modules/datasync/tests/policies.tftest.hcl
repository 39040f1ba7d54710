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
    target = aws_iam_role.mover
    values = { arn = "arn:aws:iam::222222222222:role/mover" }
  }

  override_resource {
    target = aws_datasync_location_s3.nightly_source
    values = { arn = "arn:aws:datasync:us-east-1:222222222222:location/loc-00000000000000011" }
  }

  override_resource {
    target = aws_datasync_location_s3.nightly_destination
    values = { arn = "arn:aws:datasync:us-east-1:222222222222:location/loc-00000000000000012" }
  }
}

variables {
  source_bucket_name      = "acme-datasync-source"
  destination_bucket_name = "acme-datasync-destination"
  mover_role_name         = "acme-datasync"
  mover_source_arn        = "arn:aws:datasync:us-east-1:222222222222:*"
  deployer_role_name      = "destination-admin"
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
      Sid       = "DecryptSourceForMover"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-datasync" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-datasync-source", "arn:aws:s3:::acme-datasync-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSourceForMover of aws_kms_key.source.policy has changed."
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
    condition     = length(jsondecode(aws_s3_bucket_policy.source.policy).Statement) == 6
    error_message = "aws_s3_bucket_policy.source.policy must have 6 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.source.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-datasync-source", "arn:aws:s3:::acme-datasync-source/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.source.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.source.policy).Statement[1]) == jsonencode({
      Sid       = "ListForDeployerAndOthers"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-datasync-source"
      Condition = {
        ArnEquals = {
          "aws:PrincipalArn" = ["arn:aws:iam::222222222222:role/destination-admin", "arn:aws:iam::222222222222:role/acme-datasync"]
        }
      }
    })
    error_message = "Statement ListForDeployerAndOthers of aws_s3_bucket_policy.source.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.source.policy).Statement[2]) == jsonencode({
      Sid       = "GetForMover"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-datasync-source/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-datasync" } }
    })
    error_message = "Statement GetForMover of aws_s3_bucket_policy.source.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.source.policy).Statement[3]) == jsonencode({
      Sid       = "LocateForMover"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:GetBucketLocation"
      Resource  = "arn:aws:s3:::acme-datasync-source"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-datasync" } }
    })
    error_message = "Statement LocateForMover of aws_s3_bucket_policy.source.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.source.policy).Statement[4]) == jsonencode({
      Sid       = "ListUploadsForMover"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucketMultipartUploads"
      Resource  = "arn:aws:s3:::acme-datasync-source"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-datasync" } }
    })
    error_message = "Statement ListUploadsForMover of aws_s3_bucket_policy.source.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.source.policy).Statement[5]) == jsonencode({
      Sid       = "ListPartsForMover"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListMultipartUploadParts"
      Resource  = "arn:aws:s3:::acme-datasync-source/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-datasync" } }
    })
    error_message = "Statement ListPartsForMover of aws_s3_bucket_policy.source.policy has changed."
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
      Resource  = ["arn:aws:s3:::acme-datasync-destination", "arn:aws:s3:::acme-datasync-destination/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.destination.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role.mover.assume_role_policy).Statement) == 1
    error_message = "aws_iam_role.mover.assume_role_policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.mover.assume_role_policy).Statement[0]) == jsonencode({
      Sid       = "AssumeRoleByService"
      Effect    = "Allow"
      Principal = { Service = "datasync.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:aws:datasync:us-east-1:222222222222:*" }
        StringEquals = { "aws:SourceAccount" = "222222222222" }
      }
    })
    error_message = "Statement AssumeRoleByService of aws_iam_role.mover.assume_role_policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.mover.policy).Statement) == 14
    error_message = "aws_iam_role_policy.mover.policy must have 14 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[0]) == jsonencode({
      Sid       = "ListDestination"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-datasync-destination"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement ListDestination of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[1]) == jsonencode({
      Sid       = "GetDestination"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-datasync-destination/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement GetDestination of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[2]) == jsonencode({
      Sid       = "PutDestination"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-datasync-destination/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement PutDestination of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[3]) == jsonencode({
      Sid       = "DeleteDestination"
      Effect    = "Allow"
      Action    = "s3:DeleteObject"
      Resource  = "arn:aws:s3:::acme-datasync-destination/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement DeleteDestination of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[4]) == jsonencode({
      Sid       = "LocateDestination"
      Effect    = "Allow"
      Action    = "s3:GetBucketLocation"
      Resource  = "arn:aws:s3:::acme-datasync-destination"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement LocateDestination of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[5]) == jsonencode({
      Sid       = "ListUploadsDestination"
      Effect    = "Allow"
      Action    = "s3:ListBucketMultipartUploads"
      Resource  = "arn:aws:s3:::acme-datasync-destination"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement ListUploadsDestination of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[6]) == jsonencode({
      Sid       = "ListPartsDestination"
      Effect    = "Allow"
      Action    = "s3:ListMultipartUploadParts"
      Resource  = "arn:aws:s3:::acme-datasync-destination/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement ListPartsDestination of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[7]) == jsonencode({
      Sid      = "EncryptAndDecryptDestination"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-datasync-destination", "arn:aws:s3:::acme-datasync-destination/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptDestination of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[8]) == jsonencode({
      Sid       = "ListSource"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-datasync-source"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListSource of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[9]) == jsonencode({
      Sid       = "GetSource"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-datasync-source/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetSource of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[10]) == jsonencode({
      Sid       = "LocateSource"
      Effect    = "Allow"
      Action    = "s3:GetBucketLocation"
      Resource  = "arn:aws:s3:::acme-datasync-source"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement LocateSource of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[11]) == jsonencode({
      Sid       = "ListUploadsSource"
      Effect    = "Allow"
      Action    = "s3:ListBucketMultipartUploads"
      Resource  = "arn:aws:s3:::acme-datasync-source"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListUploadsSource of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[12]) == jsonencode({
      Sid       = "ListPartsSource"
      Effect    = "Allow"
      Action    = "s3:ListMultipartUploadParts"
      Resource  = "arn:aws:s3:::acme-datasync-source/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListPartsSource of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.mover.policy).Statement[13]) == jsonencode({
      Sid      = "DecryptSource"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-datasync-source", "arn:aws:s3:::acme-datasync-source/*"]
        }
      }
    })
    error_message = "Statement DecryptSource of aws_iam_role_policy.mover.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.mover.role == aws_iam_role.mover.name
    error_message = "aws_iam_role_policy.mover.role has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.deployer.policy).Statement) == 1
    error_message = "aws_iam_role_policy.deployer.policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.deployer.policy).Statement[0]) == jsonencode({
      Sid       = "ListSource"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-datasync-source"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListSource of aws_iam_role_policy.deployer.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.deployer.role == "destination-admin"
    error_message = "aws_iam_role_policy.deployer.role has changed."
  }

  assert {
    condition     = aws_datasync_location_s3.nightly_source.s3_bucket_arn == "arn:aws:s3:::acme-datasync-source"
    error_message = "aws_datasync_location_s3.nightly_source.s3_bucket_arn has changed."
  }

  assert {
    condition     = aws_datasync_location_s3.nightly_source.s3_config[0].bucket_access_role_arn == "arn:aws:iam::222222222222:role/mover"
    error_message = "aws_datasync_location_s3.nightly_source.s3_config[0].bucket_access_role_arn has changed."
  }

  assert {
    condition     = aws_datasync_location_s3.nightly_destination.s3_bucket_arn == "arn:aws:s3:::acme-datasync-destination"
    error_message = "aws_datasync_location_s3.nightly_destination.s3_bucket_arn has changed."
  }

  assert {
    condition     = aws_datasync_location_s3.nightly_destination.s3_config[0].bucket_access_role_arn == "arn:aws:iam::222222222222:role/mover"
    error_message = "aws_datasync_location_s3.nightly_destination.s3_config[0].bucket_access_role_arn has changed."
  }

  assert {
    condition     = aws_datasync_task.nightly.destination_location_arn == "arn:aws:datasync:us-east-1:222222222222:location/loc-00000000000000012"
    error_message = "aws_datasync_task.nightly.destination_location_arn has changed."
  }

  assert {
    condition     = aws_datasync_task.nightly.source_location_arn == "arn:aws:datasync:us-east-1:222222222222:location/loc-00000000000000011"
    error_message = "aws_datasync_task.nightly.source_location_arn has changed."
  }
}
