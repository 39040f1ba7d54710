# Checks that each variable rejects an invalid value. Run it with terraform test.

mock_provider "aws" {
  alias = "west"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }

  mock_data "aws_region" {
    defaults = { id = "us-west-2" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  override_resource {
    target = aws_kms_key.west
    values = { arn = "arn:aws:kms:us-west-2:111111111111:key/00000000-0000-0000-0000-000000000001" }
  }

  override_resource {
    target = aws_iam_role.west_replication
    values = { arn = "arn:aws:iam::111111111111:role/west_replication" }
  }
}

mock_provider "aws" {
  alias = "east"

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
    target = aws_kms_key.east
    values = { arn = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000001" }
  }

  override_resource {
    target = aws_iam_role.east_replication
    values = { arn = "arn:aws:iam::222222222222:role/east_replication" }
  }
}

variables {
  west_bucket_name           = "acme-two-way-west"
  east_bucket_name           = "acme-two-way-east"
  west_replication_role_name = "acme-west-to-east"
  east_replication_role_name = "acme-east-to-west"
}

# A single run for all variables, because each run starts the providers again.
run "invalid_values_are_rejected" {
  command = plan

  variables {
    west_bucket_name           = "Acme_Bucket"
    east_bucket_name           = "Acme_Bucket"
    west_replication_role_name = "a name with spaces"
    east_replication_role_name = "a name with spaces"
    deletion_window_in_days    = 3
    tags                       = { "aws:team" = "storage" }
  }

  expect_failures = [
    var.west_bucket_name,
    var.east_bucket_name,
    var.west_replication_role_name,
    var.east_replication_role_name,
    var.deletion_window_in_days,
    var.tags,
  ]
}
