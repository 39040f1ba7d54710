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

  override_resource {
    target = aws_iam_role.source_replication
    values = { arn = "arn:aws:iam::111111111111:role/source_replication" }
  }

  override_resource {
    target = aws_kms_key.jobs
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000012" }
  }

  override_resource {
    target = aws_iam_role.backfill
    values = { arn = "arn:aws:iam::111111111111:role/backfill" }
  }
}

mock_provider "aws" {
  alias = "destination"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  override_resource {
    target = aws_kms_key.destination
    values = { arn = "arn:aws:kms:eu-west-1:222222222222:key/00000000-0000-0000-0000-000000000001" }
  }
}

variables {
  source_bucket_name           = "acme-backfill-source"
  destination_bucket_name      = "acme-backfill-destination"
  jobs_bucket_name             = "acme-backfill-jobs"
  backfill_role_name           = "acme-backfill"
  source_replication_role_name = "acme-backfill-replication"
}

# A single run for all variables, because each run starts the providers again.
run "invalid_values_are_rejected" {
  command = plan

  variables {
    source_bucket_name           = "Acme_Bucket"
    destination_bucket_name      = "Acme_Bucket"
    jobs_bucket_name             = "Acme_Bucket"
    backfill_role_name           = "a name with spaces"
    source_replication_role_name = "a name with spaces"
    deletion_window_in_days      = 3
    tags                         = { "aws:team" = "storage" }
  }

  expect_failures = [
    var.source_bucket_name,
    var.destination_bucket_name,
    var.jobs_bucket_name,
    var.backfill_role_name,
    var.source_replication_role_name,
    var.deletion_window_in_days,
    var.tags,
  ]
}
