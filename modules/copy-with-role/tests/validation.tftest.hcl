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
    target = aws_iam_role.porter
    values = { arn = "arn:aws:iam::222222222222:role/porter" }
  }
}

variables {
  source_bucket_name      = "acme-source"
  destination_bucket_name = "acme-destination"
  porter_role_name        = "S3Porter"
  porter_assumed_by       = ["arn:aws:iam::222222222222:user/destination-admin"]
}

# A single run for all variables, because each run starts the providers again.
run "invalid_values_are_rejected" {
  command = plan

  variables {
    source_bucket_name      = "Acme_Bucket"
    destination_bucket_name = "Acme_Bucket"
    porter_role_name        = "a name with spaces"
    porter_assumed_by       = ["S3Porter"]
    deletion_window_in_days = 3
    tags                    = { "aws:team" = "storage" }
  }

  expect_failures = [
    var.source_bucket_name,
    var.destination_bucket_name,
    var.porter_role_name,
    var.porter_assumed_by,
    var.deletion_window_in_days,
    var.tags,
  ]
}
