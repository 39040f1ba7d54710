# Checks that each variable rejects an invalid value. Run it with terraform test.

mock_provider "aws" {
  alias = "logs"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "333333333333" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  override_resource {
    target = aws_kms_key.logs
    values = { arn = "arn:aws:kms:eu-west-1:333333333333:key/00000000-0000-0000-0000-000000000001" }
  }

  override_resource {
    target = aws_iam_role.auditor
    values = { arn = "arn:aws:iam::333333333333:role/auditor" }
  }
}

variables {
  data_account_id    = "111111111111"
  apps_account_id    = "222222222222"
  logs_bucket_name   = "acme-central-logs"
  auditor_role_name  = "acme-auditor"
  auditor_assumed_by = ["arn:aws:iam::111111111111:role/security"]
}

# A single run for all variables, because each run starts the providers again.
run "invalid_values_are_rejected" {
  command = plan

  variables {
    data_account_id         = "1111"
    apps_account_id         = "1111"
    logs_bucket_name        = "Acme_Bucket"
    auditor_role_name       = "a name with spaces"
    auditor_assumed_by      = ["S3Porter"]
    deletion_window_in_days = 3
    tags                    = { "aws:team" = "storage" }
  }

  expect_failures = [
    var.data_account_id,
    var.apps_account_id,
    var.logs_bucket_name,
    var.auditor_role_name,
    var.auditor_assumed_by,
    var.deletion_window_in_days,
    var.tags,
  ]
}
