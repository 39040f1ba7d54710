output "east_bucket_name" {
  description = "Name of the east bucket"
  value       = aws_s3_bucket.east.id
}

output "east_bucket_arn" {
  description = "ARN of the east bucket"
  value       = aws_s3_bucket.east.arn
}

output "east_key_arn" {
  description = "ARN of the KMS key that encrypts the east bucket"
  value       = aws_kms_key.east.arn
}

output "west_bucket_name" {
  description = "Name of the west bucket"
  value       = aws_s3_bucket.west.id
}

output "west_bucket_arn" {
  description = "ARN of the west bucket"
  value       = aws_s3_bucket.west.arn
}

output "west_key_arn" {
  description = "ARN of the KMS key that encrypts the west bucket"
  value       = aws_kms_key.west.arn
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value = chomp(<<-EOT
    # Check the replication from s3://${var.east_bucket_name}/ to s3://${var.west_bucket_name}/:
    echo hello > hello.txt
    aws s3 cp hello.txt s3://${var.east_bucket_name}/hello.txt --region ${local.east_region}
    # Prints PENDING, then COMPLETED. FAILED means that a permission is missing or a key cannot be used:
    aws s3api head-object --bucket ${var.east_bucket_name} --key hello.txt --query ReplicationStatus --output text --region ${local.east_region}
    # Prints REPLICA:
    aws s3api head-object --bucket ${var.west_bucket_name} --key hello.txt --query ReplicationStatus --output text --region ${local.west_region}
    # Existing objects are not replicated: copy them, or run S3 Batch Replication.
    # Nobody hears when replication fails later: give it an alarm that tells an SNS topic.

    # Check the replication from s3://${var.west_bucket_name}/ to s3://${var.east_bucket_name}/:
    echo hello > hello.txt
    aws s3 cp hello.txt s3://${var.west_bucket_name}/hello.txt --region ${local.west_region}
    # Prints PENDING, then COMPLETED. FAILED means that a permission is missing or a key cannot be used:
    aws s3api head-object --bucket ${var.west_bucket_name} --key hello.txt --query ReplicationStatus --output text --region ${local.west_region}
    # Prints REPLICA:
    aws s3api head-object --bucket ${var.east_bucket_name} --key hello.txt --query ReplicationStatus --output text --region ${local.east_region}
    # Existing objects are not replicated: copy them, or run S3 Batch Replication.
    # Nobody hears when replication fails later: give it an alarm that tells an SNS topic.
  EOT
  )
}
