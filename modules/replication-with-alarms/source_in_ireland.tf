# Everything in the account of the provider aws.source_in_ireland.

data "aws_caller_identity" "source_in_ireland" {
  provider = aws.source_in_ireland
}

data "aws_region" "source_in_ireland" {
  provider = aws.source_in_ireland
}

locals {
  source_in_ireland_account_id = data.aws_caller_identity.source_in_ireland.account_id
  source_in_ireland_region     = data.aws_region.source_in_ireland.id
}

resource "aws_cloudwatch_metric_alarm" "source_to_destination_late" {
  provider = aws.source_in_ireland

  alarm_actions       = [var.source_source_in_ireland_topic_arn]
  alarm_description   = "Replicas from s3://${var.source_bucket_name} to s3://${var.destination_bucket_name} are more than 15 minutes late."
  alarm_name          = "${var.source_bucket_name}-to-${var.destination_bucket_name}-replication-late"
  comparison_operator = "GreaterThanThreshold"
  dimensions = {
    SourceBucket      = var.source_bucket_name
    DestinationBucket = var.destination_bucket_name
    RuleId            = "destination"
  }
  evaluation_periods = 1
  metric_name        = "ReplicationLatency"
  namespace          = "AWS/S3"
  period             = 300
  statistic          = "Maximum"
  tags               = var.tags
  threshold          = 900
  treat_missing_data = "ignore"
}
