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
}

mock_provider "aws" {
  alias = "source_in_ireland"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
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
  source_bucket_name                 = "acme-alarms-source"
  destination_bucket_name            = "acme-alarms-destination"
  source_topic_arn                   = "arn:aws:sns:us-east-1:111111111111:on-call"
  source_replication_role_name       = "acme-alarms"
  source_source_in_ireland_topic_arn = "arn:aws:sns:eu-west-1:111111111111:on-call"
}

# A single run for all variables, because each run starts the providers again.
run "invalid_values_are_rejected" {
  command = plan

  variables {
    source_bucket_name                 = "Acme_Bucket"
    destination_bucket_name            = "Acme_Bucket"
    source_topic_arn                   = "arn:aws:sns:us-east-1:111122223333:on-call.fifo"
    source_replication_role_name       = "a name with spaces"
    source_source_in_ireland_topic_arn = "arn:aws:sns:us-east-1:111122223333:on-call.fifo"
    deletion_window_in_days            = 3
    tags                               = { "aws:team" = "storage" }
  }

  expect_failures = [
    var.source_bucket_name,
    var.destination_bucket_name,
    var.source_topic_arn,
    var.source_replication_role_name,
    var.source_source_in_ireland_topic_arn,
    var.deletion_window_in_days,
    var.tags,
  ]
}
