output "analysis_bucket_name" {
  description = "Name of the analysis bucket"
  value       = aws_s3_bucket.analysis.id
}

output "analysis_bucket_arn" {
  description = "ARN of the analysis bucket"
  value       = aws_s3_bucket.analysis.arn
}

output "analysis_key_arn" {
  description = "ARN of the KMS key that encrypts the analysis bucket"
  value       = aws_kms_key.analysis.arn
}

output "backup_bucket_name" {
  description = "Name of the backup bucket"
  value       = aws_s3_bucket.backup.id
}

output "backup_bucket_arn" {
  description = "ARN of the backup bucket"
  value       = aws_s3_bucket.backup.arn
}

output "backup_key_arn" {
  description = "ARN of the KMS key that encrypts the backup bucket"
  value       = aws_kms_key.backup.arn
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
    # Check the replication from s3://${var.source_bucket_name}/reports/ to s3://${var.analysis_bucket_name}/reports/:
    echo hello > hello.txt
    aws s3 cp hello.txt s3://${var.source_bucket_name}/reports/hello.txt --region ${local.source_region}
    # Prints PENDING, then COMPLETED. FAILED means that a permission is missing or a key cannot be used:
    aws s3api head-object --bucket ${var.source_bucket_name} --key reports/hello.txt --query ReplicationStatus --output text --region ${local.source_region}
    # Prints REPLICA:
    aws s3api head-object --bucket ${var.analysis_bucket_name} --key reports/hello.txt --query ReplicationStatus --output text --region ${local.analysis_region}
    # Existing objects are not replicated: copy them, or run S3 Batch Replication.
    # Nobody hears when replication fails later: give it an alarm that tells an SNS topic.

    # Check the replication from s3://${var.source_bucket_name}/ to s3://${var.backup_bucket_name}/:
    echo hello > hello.txt
    aws s3 cp hello.txt s3://${var.source_bucket_name}/hello.txt --region ${local.source_region}
    # Prints PENDING, then COMPLETED. FAILED means that a permission is missing or a key cannot be used:
    aws s3api head-object --bucket ${var.source_bucket_name} --key hello.txt --query ReplicationStatus --output text --region ${local.source_region}
    # Prints REPLICA:
    aws s3api head-object --bucket ${var.backup_bucket_name} --key hello.txt --query ReplicationStatus --output text --region ${local.backup_region}
    # Existing objects are not replicated: copy them, or run S3 Batch Replication.
    # Nobody hears when replication fails later: give it an alarm that tells an SNS topic.
  EOT
  )
}
