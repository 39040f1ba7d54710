# Checks that each variable rejects an invalid value. Run it with terraform test.

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
    target = aws_iam_role.copier
    values = { arn = "arn:aws:iam::222222222222:role/copier" }
  }
}

variables {
  source_bucket_name      = "acme-batch-source"
  destination_bucket_name = "acme-batch-destination"
  jobs_bucket_name        = "acme-batch-jobs"
  copier_role_name        = "acme-batch-copy"
}

# A single run for all variables, because each run starts the providers again.
run "invalid_values_are_rejected" {
  command = plan

  variables {
    source_bucket_name      = "Acme_Bucket"
    destination_bucket_name = "Acme_Bucket"
    jobs_bucket_name        = "Acme_Bucket"
    copier_role_name        = "a name with spaces"
    deletion_window_in_days = 3
    tags                    = { "aws:team" = "storage" }
  }

  expect_failures = [
    var.source_bucket_name,
    var.destination_bucket_name,
    var.jobs_bucket_name,
    var.copier_role_name,
    var.deletion_window_in_days,
    var.tags,
  ]
}
