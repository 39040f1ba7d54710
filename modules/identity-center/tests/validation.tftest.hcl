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
    target = aws_kms_key.reports
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001" }
  }
}

variables {
  b_account_id                 = "222222222222"
  reports_bucket_name          = "acme-analyst-reports"
  analysts_permission_set_name = "Analyst"
}

# A single run for all variables, because each run starts the providers again.
run "invalid_values_are_rejected" {
  command = plan

  variables {
    b_account_id                 = "1111"
    reports_bucket_name          = "Acme_Bucket"
    analysts_permission_set_name = "Analyst*"
    deletion_window_in_days      = 3
    tags                         = { "aws:team" = "storage" }
  }

  expect_failures = [
    var.b_account_id,
    var.reports_bucket_name,
    var.analysts_permission_set_name,
    var.deletion_window_in_days,
    var.tags,
  ]
}
