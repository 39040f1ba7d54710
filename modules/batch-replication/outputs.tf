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

output "jobs_bucket_name" {
  description = "Name of the jobs bucket"
  value       = aws_s3_bucket.jobs.id
}

output "jobs_bucket_arn" {
  description = "ARN of the jobs bucket"
  value       = aws_s3_bucket.jobs.arn
}

output "jobs_key_arn" {
  description = "ARN of the KMS key that encrypts the jobs bucket"
  value       = aws_kms_key.jobs.arn
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

output "backfill_role_arn" {
  description = "ARN of the backfill role"
  value       = aws_iam_role.backfill.arn
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value = chomp(<<-EOT
    # Create a job of S3 Batch Operations with the role ${var.backfill_role_name}. Whoever does needs s3:CreateJob, and iam:PassRole on the role
    # replicate what was in s3://${var.source_bucket_name}/ before its replication rules, and what failed:
    aws s3control create-job --account-id ${local.source_account_id} --priority 1 --role-arn arn:${local.partition}:iam::${local.source_account_id}:role/${var.backfill_role_name} --confirmation-required --operation '{"S3ReplicateObject":{}}' --manifest-generator '{"S3JobManifestGenerator":{"SourceBucket":"arn:${local.partition}:s3:::${var.source_bucket_name}","Filter":{"EligibleForReplication":true,"ObjectReplicationStatuses":["NONE","FAILED"]},"EnableManifestOutput":true,"ManifestOutputLocation":{"Bucket":"arn:${local.partition}:s3:::${var.jobs_bucket_name}","ManifestPrefix":"manifests","ManifestFormat":"S3InventoryReport_CSV_20211130"}}}' --report '{"Enabled":true,"Bucket":"arn:${local.partition}:s3:::${var.jobs_bucket_name}","Prefix":"reports","Format":"Report_CSV_20180820","ReportScope":"FailedTasksOnly"}' --region ${local.source_region}
    # It prints the id of the job. The job waits: look at the number of its objects, and confirm it
    aws s3control describe-job --account-id ${local.source_account_id} --job-id JOB_ID --query 'Job.[Status,ProgressSummary,FailureReasons]' --region ${local.source_region}
    aws s3control update-job-status --account-id ${local.source_account_id} --job-id JOB_ID --requested-job-status Ready --region ${local.source_region}
    # Watch it with describe-job until it is Complete. What failed is in the report:
    aws s3 ls s3://${var.jobs_bucket_name}/ --recursive --region ${local.source_region}

    # Check the replication from s3://${var.source_bucket_name}/ to s3://${var.destination_bucket_name}/:
    echo hello > hello.txt
    aws s3 cp hello.txt s3://${var.source_bucket_name}/hello.txt --region ${local.source_region}
    # Prints PENDING, then COMPLETED. FAILED means that a permission is missing or a key cannot be used:
    aws s3api head-object --bucket ${var.source_bucket_name} --key hello.txt --query ReplicationStatus --output text --region ${local.source_region}
    # Prints REPLICA:
    aws s3api head-object --bucket ${var.destination_bucket_name} --key hello.txt --query ReplicationStatus --output text --region ${local.destination_region}
    # Existing objects are not replicated: copy them, or run S3 Batch Replication.
    # Nobody hears when replication fails later: give it an alarm that tells an SNS topic.
  EOT
  )
}
