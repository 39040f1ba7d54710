output "handover_source_topic_policy" {
  description = "Statements that the owners add to the policy of the source topic"
  value = {
    topic_arn  = var.source_topic_arn
    statements = local.source_topic_policy
    file       = "source_topic_policy.json"
    commands = [
      "aws sns get-topic-attributes --topic-arn ${var.source_topic_arn} --query Attributes.Policy --output text --region ${local.source_region} > policy.json",
      "jq -s '(.[1].Statement | map(.Sid)) as $new | .[0].Statement |= ([.] | flatten | map(select(.Sid as $sid | $new | index($sid) | not))) | .[0].Statement += .[1].Statement | .[0].Version = .[1].Version | .[0]' policy.json source_topic_policy.json > merged.json",
      "aws sns set-topic-attributes --topic-arn ${var.source_topic_arn} --attribute-name Policy --attribute-value file://merged.json --region ${local.source_region}",
    ]
  }
}

output "handover_source_source_in_ireland_topic_policy" {
  description = "Statements that the owners add to the policy of the source_source_in_ireland topic"
  value = {
    topic_arn  = var.source_source_in_ireland_topic_arn
    statements = local.source_source_in_ireland_topic_policy
    file       = "source_source_in_ireland_topic_policy.json"
    commands = [
      "aws sns get-topic-attributes --topic-arn ${var.source_source_in_ireland_topic_arn} --query Attributes.Policy --output text --region ${local.source_in_ireland_region} > policy.json",
      "jq -s '(.[1].Statement | map(.Sid)) as $new | .[0].Statement |= ([.] | flatten | map(select(.Sid as $sid | $new | index($sid) | not))) | .[0].Statement += .[1].Statement | .[0].Version = .[1].Version | .[0]' policy.json source_source_in_ireland_topic_policy.json > merged.json",
      "aws sns set-topic-attributes --topic-arn ${var.source_source_in_ireland_topic_arn} --attribute-name Policy --attribute-value file://merged.json --region ${local.source_in_ireland_region}",
    ]
  }
}

output "destination_bucket_name" {
  description = "Name of the destination bucket"
  value       = aws_s3_bucket.destination.id
}

output "destination_bucket_arn" {
  description = "ARN of the destination bucket"
  value       = aws_s3_bucket.destination.arn
}

output "destination_key_arn" {
  description = "ARN of the KMS key that encrypts the destination bucket"
  value       = aws_kms_key.destination.arn
}

output "source_bucket_name" {
  description = "Name of the source bucket"
  value       = aws_s3_bucket.source.id
}

output "source_bucket_arn" {
  description = "ARN of the source bucket"
  value       = aws_s3_bucket.source.arn
}

output "source_key_arn" {
  description = "ARN of the KMS key that encrypts the source bucket"
  value       = aws_kms_key.source.arn
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value = chomp(<<-EOT
    # Check the replication from s3://${var.source_bucket_name}/ to s3://${var.destination_bucket_name}/:
    echo hello > hello.txt
    aws s3 cp hello.txt s3://${var.source_bucket_name}/hello.txt --region ${local.source_region}
    # Prints PENDING, then COMPLETED. FAILED means that a permission is missing or a key cannot be used:
    aws s3api head-object --bucket ${var.source_bucket_name} --key hello.txt --query ReplicationStatus --output text --region ${local.source_region}
    # Prints REPLICA:
    aws s3api head-object --bucket ${var.destination_bucket_name} --key hello.txt --query ReplicationStatus --output text --region ${local.destination_region}
    # Existing objects are not replicated: copy them, or run S3 Batch Replication.
  EOT
  )
}
