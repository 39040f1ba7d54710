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

output "copier_role_arn" {
  description = "ARN of the copier role"
  value       = aws_iam_role.copier.arn
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = "# Create a job of S3 Batch Operations with the role ${var.copier_role_name}. Whoever does needs s3:CreateJob, and iam:PassRole on the role\n# copy s3://${var.source_bucket_name}/ to s3://${var.destination_bucket_name}/, up to 5 GB an object:\n# The manifest has a line for each object. For millions of them, take a report of S3 Inventory instead\naws s3api list-objects-v2 --bucket ${var.source_bucket_name} --query 'Contents[].[Key]' --output json --region ${local.source_region} | jq -r '.[][] | \"${var.source_bucket_name},\" + @uri' > manifest.csv\naws s3 cp manifest.csv s3://${var.jobs_bucket_name}/manifest.csv --region ${local.destination_region}\n# Replace ETAG in the next command with what this prints:\naws s3api head-object --bucket ${var.jobs_bucket_name} --key manifest.csv --query ETag --output text --region ${local.destination_region} | tr -d '\"'\naws s3control create-job --account-id ${local.destination_account_id} --priority 1 --role-arn arn:${local.partition}:iam::${local.destination_account_id}:role/${var.copier_role_name} --confirmation-required --operation '{\"S3PutObjectCopy\":{\"TargetResource\":\"arn:${local.partition}:s3:::${var.destination_bucket_name}\"}}' --manifest '{\"Spec\":{\"Format\":\"S3BatchOperations_CSV_20180820\",\"Fields\":[\"Bucket\",\"Key\"]},\"Location\":{\"ObjectArn\":\"arn:${local.partition}:s3:::${var.jobs_bucket_name}/manifest.csv\",\"ETag\":\"ETAG\"}}' --report '{\"Enabled\":true,\"Bucket\":\"arn:${local.partition}:s3:::${var.jobs_bucket_name}\",\"Prefix\":\"reports\",\"Format\":\"Report_CSV_20180820\",\"ReportScope\":\"FailedTasksOnly\"}' --region ${local.destination_region}\n# It prints the id of the job. The job waits: look at the number of its objects, and confirm it\naws s3control describe-job --account-id ${local.destination_account_id} --job-id JOB_ID --query 'Job.[Status,ProgressSummary,FailureReasons]' --region ${local.destination_region}\naws s3control update-job-status --account-id ${local.destination_account_id} --job-id JOB_ID --requested-job-status Ready --region ${local.destination_region}\n# Watch it with describe-job until it is Complete. What failed is in the report:\naws s3 ls s3://${var.jobs_bucket_name}/ --recursive --region ${local.destination_region}"
}
