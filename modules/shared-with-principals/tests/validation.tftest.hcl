# Checks that each variable rejects an invalid value. Run it with terraform test.

mock_provider "aws" {
  alias = "a"

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
    target = aws_kms_key.shared
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001" }
  }
}

mock_provider "aws" {
  alias = "b"

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
    target = aws_iam_role.uploader
    values = { arn = "arn:aws:iam::222222222222:role/uploader" }
  }
}

variables {
  shared_bucket_name  = "acme-shared-roles"
  uploader_role_name  = "S3Uploader"
  uploader_assumed_by = ["arn:aws:iam::222222222222:root"]
  analyst_role_name   = "Analyst"
}

# A single run for all variables, because each run starts the providers again.
run "invalid_values_are_rejected" {
  command = plan

  variables {
    shared_bucket_name      = "Acme_Bucket"
    uploader_role_name      = "a name with spaces"
    uploader_assumed_by     = ["S3Porter"]
    analyst_role_name       = "a name with spaces"
    deletion_window_in_days = 3
    tags                    = { "aws:team" = "storage" }
  }

  expect_failures = [
    var.shared_bucket_name,
    var.uploader_role_name,
    var.uploader_assumed_by,
    var.analyst_role_name,
    var.deletion_window_in_days,
    var.tags,
  ]
}
