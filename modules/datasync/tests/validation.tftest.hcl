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
    target = aws_iam_role.mover
    values = { arn = "arn:aws:iam::222222222222:role/mover" }
  }

  override_resource {
    target = aws_datasync_location_s3.nightly_source
    values = { arn = "arn:aws:datasync:us-east-1:222222222222:location/loc-00000000000000011" }
  }

  override_resource {
    target = aws_datasync_location_s3.nightly_destination
    values = { arn = "arn:aws:datasync:us-east-1:222222222222:location/loc-00000000000000012" }
  }
}

variables {
  source_bucket_name      = "acme-datasync-source"
  destination_bucket_name = "acme-datasync-destination"
  mover_role_name         = "acme-datasync"
  mover_source_arn        = "arn:aws:datasync:us-east-1:222222222222:*"
  deployer_role_name      = "destination-admin"
}

# A single run for all variables, because each run starts the providers again.
run "invalid_values_are_rejected" {
  command = plan

  variables {
    source_bucket_name      = "Acme_Bucket"
    destination_bucket_name = "Acme_Bucket"
    mover_role_name         = "a name with spaces"
    mover_source_arn        = "arn:aws:ecs:*:*:*"
    deployer_role_name      = "a name with spaces"
    deletion_window_in_days = 3
    tags                    = { "aws:team" = "storage" }
  }

  expect_failures = [
    var.source_bucket_name,
    var.destination_bucket_name,
    var.mover_role_name,
    var.mover_source_arn,
    var.deployer_role_name,
    var.deletion_window_in_days,
    var.tags,
  ]
}
