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
    # s3://${var.source_bucket_name}/ replicates to s3://${var.destination_bucket_name}/; to see it work:
    echo hello > hello.txt
    aws s3 cp hello.txt s3://${var.source_bucket_name}/hello.txt --region ${local.source_region}
    # PENDING at first, then COMPLETED; FAILED means that a permission or the key is not right:
    aws s3api head-object --bucket ${var.source_bucket_name} --key hello.txt --query ReplicationStatus --output text --region ${local.source_region}
    # REPLICA:
    aws s3api head-object --bucket ${var.destination_bucket_name} --key hello.txt --query ReplicationStatus --output text --region ${local.destination_region}
    # objects from before the replication stay where they are: copy them, or run S3 Batch Replication.
  EOT
  )
}
