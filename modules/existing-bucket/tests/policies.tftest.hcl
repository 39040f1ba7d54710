# Checks every policy statement of each resource, and where each policy and key is used. The providers are mocked.
# Run it with terraform test.

mock_provider "aws" {
  alias = "data"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  override_data {
    target = data.aws_kms_key.central
    values = {
      id          = "0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b"
      enabled     = true
      key_manager = "CUSTOMER"
      key_spec    = "SYMMETRIC_DEFAULT"
    }
  }

  override_data {
    target = data.aws_s3_bucket.lake
    values = { region = "eu-west-1" }
  }

  override_data {
    target = data.aws_cloudcontrolapi_resource.lake
    values = {
      properties = "{\"BucketEncryption\":{\"ServerSideEncryptionConfiguration\":[{\"BucketKeyEnabled\":true,\"ServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"aws:kms\",\"KMSMasterKeyID\":\"arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b\"}}]},\"OwnershipControls\":{\"Rules\":[{\"ObjectOwnership\":\"BucketOwnerEnforced\"}]},\"PublicAccessBlockConfiguration\":{\"BlockPublicAcls\":true,\"BlockPublicPolicy\":true,\"IgnorePublicAcls\":true,\"RestrictPublicBuckets\":true},\"VersioningConfiguration\":{\"Status\":\"Enabled\"}}"
    }
  }
}

mock_provider "aws" {
  alias = "apps"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  central_key_arn  = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b"
  lake_bucket_name = "acme-data-lake"
  batch_role_name  = "acme-batch"
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = aws_s3_bucket_policy.lake.bucket == data.aws_s3_bucket.lake.bucket
    error_message = "aws_s3_bucket_policy.lake.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.lake.policy).Statement) == 5
    error_message = "aws_s3_bucket_policy.lake.policy must have 5 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.lake.policy).Statement[0]) == jsonencode({
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-data-lake", "arn:aws:s3:::acme-data-lake/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement TlsOnly of aws_s3_bucket_policy.lake.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.lake.policy).Statement[1]) == jsonencode({
      Sid       = "Auditors"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::333333333333:root" }
      Action    = ["s3:GetObject", "s3:ListBucket"]
      Resource  = ["arn:aws:s3:::acme-data-lake", "arn:aws:s3:::acme-data-lake/*"]
    })
    error_message = "Statement Auditors of aws_s3_bucket_policy.lake.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.lake.policy).Statement[2]) == jsonencode({
      Sid       = "ListForBatch"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-data-lake"
      Condition = {
        ArnEquals  = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-batch" }
        StringLike = { "s3:prefix" = "batch/*" }
      }
    })
    error_message = "Statement ListForBatch of aws_s3_bucket_policy.lake.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.lake.policy).Statement[3]) == jsonencode({
      Sid       = "GetForBatch"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-data-lake/batch/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-batch" } }
    })
    error_message = "Statement GetForBatch of aws_s3_bucket_policy.lake.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.lake.policy).Statement[4]) == jsonencode({
      Sid       = "PutForBatch"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-data-lake/batch/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-batch" } }
    })
    error_message = "Statement PutForBatch of aws_s3_bucket_policy.lake.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.batch.policy).Statement) == 4
    error_message = "aws_iam_role_policy.batch.policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.batch.policy).Statement[0]) == jsonencode({
      Sid      = "ListLake"
      Effect   = "Allow"
      Action   = "s3:ListBucket"
      Resource = "arn:aws:s3:::acme-data-lake"
      Condition = {
        StringEquals = { "aws:ResourceAccount" = "111111111111" }
        StringLike   = { "s3:prefix" = "batch/*" }
      }
    })
    error_message = "Statement ListLake of aws_iam_role_policy.batch.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.batch.policy).Statement[1]) == jsonencode({
      Sid       = "GetLake"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-data-lake/batch/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetLake of aws_iam_role_policy.batch.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.batch.policy).Statement[2]) == jsonencode({
      Sid       = "PutLake"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-data-lake/batch/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutLake of aws_iam_role_policy.batch.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.batch.policy).Statement[3]) == jsonencode({
      Sid      = "EncryptAndDecryptLake"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-data-lake", "arn:aws:s3:::acme-data-lake/batch/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptLake of aws_iam_role_policy.batch.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.batch.role == "acme-batch"
    error_message = "aws_iam_role_policy.batch.role has changed."
  }

  assert {
    condition     = length(jsondecode(output.handover_central_key_policy.statements).Statement) == 1
    error_message = "output.handover_central_key_policy.statements must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(output.handover_central_key_policy.statements).Statement[0]) == jsonencode({
      Sid       = "EncryptAndDecryptLakeForBatch"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/acme-batch" }
        StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-data-lake", "arn:aws:s3:::acme-data-lake/batch/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptLakeForBatch of output.handover_central_key_policy.statements has changed."
  }
}
