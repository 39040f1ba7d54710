# Checks that each variable rejects an invalid value. Run it with terraform test.

mock_provider "aws" {
  alias = "web"

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
    target = aws_kms_key.site
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001" }
  }
}

mock_provider "aws" {
  alias = "ci"

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
    target = aws_iam_role.deployer
    values = { arn = "arn:aws:iam::222222222222:role/deployer" }
  }
}

variables {
  site_bucket_name   = "acme-site"
  deployer_role_name = "SiteDeployer"
  deployer_subjects  = ["repo:acme/site:ref:refs/heads/main"]
}

# A single run for all variables, because each run starts the providers again.
run "invalid_values_are_rejected" {
  command = plan

  variables {
    site_bucket_name        = "Acme_Bucket"
    deployer_role_name      = "a name with spaces"
    deployer_subjects       = ["*"]
    deletion_window_in_days = 3
    tags                    = { "aws:team" = "storage" }
  }

  expect_failures = [
    var.site_bucket_name,
    var.deployer_role_name,
    var.deployer_subjects,
    var.deletion_window_in_days,
    var.tags,
  ]
}
