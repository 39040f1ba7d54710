# Checks that each variable rejects an invalid value. Run it with terraform test.

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

# A single run for all variables, because each run starts the providers again.
run "invalid_values_are_rejected" {
  command = plan

  variables {
    central_key_arn   = "alias/acme"
    lake_bucket_name  = "Acme_Bucket"
    batch_role_name   = "a name with spaces"
    batch_lake_prefix = "in/*"
  }

  expect_failures = [
    var.central_key_arn,
    var.lake_bucket_name,
    var.batch_role_name,
    var.batch_lake_prefix,
  ]
}
