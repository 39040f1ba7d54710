# Checks that each variable rejects an invalid value. Run it with terraform test.

mock_provider "aws" {
  alias = "data"

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
    target = aws_kms_key.lake
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001" }
  }
}

mock_provider "aws" {
  alias = "apps"

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
    target = aws_iam_role.exporter
    values = { arn = "arn:aws:iam::222222222222:role/exporter" }
  }

  override_resource {
    target = aws_iam_role.reporter
    values = { arn = "arn:aws:iam::222222222222:role/reporter" }
  }
}

variables {
  lake_bucket_name     = "acme-lake"
  exporter_role_name   = "LakeExporter"
  exporter_oidc_issuer = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
  exporter_subjects    = ["system:serviceaccount:export:*"]
  reporter_role_name   = "LakeReporter"
}

# A single run for all variables, because each run starts the providers again.
run "invalid_values_are_rejected" {
  command = plan

  variables {
    lake_bucket_name        = "Acme_Bucket"
    exporter_role_name      = "a name with spaces"
    exporter_oidc_issuer    = "https://oidc.example.com"
    exporter_subjects       = ["*"]
    reporter_role_name      = "a name with spaces"
    exporter_lake_prefix    = "in/*"
    deletion_window_in_days = 3
    tags                    = { "aws:team" = "storage" }
  }

  expect_failures = [
    var.lake_bucket_name,
    var.exporter_role_name,
    var.exporter_oidc_issuer,
    var.exporter_subjects,
    var.reporter_role_name,
    var.exporter_lake_prefix,
    var.deletion_window_in_days,
    var.tags,
  ]
}
