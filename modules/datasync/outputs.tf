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

output "deployer_role_arn" {
  description = "ARN of the deployer role"
  value       = "arn:${local.partition}:iam::${local.destination_account_id}:role/${var.deployer_role_name}"
}

output "mover_role_arn" {
  description = "ARN of the mover role"
  value       = aws_iam_role.mover.arn
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = "# ${var.deployer_role_name}: add this profile to ~/.aws/config, and name a source profile that can assume the role\n[profile deployer]\nrole_arn = arn:${local.partition}:iam::${local.destination_account_id}:role/${var.deployer_role_name}\nsource_profile = default\nregion = ${local.destination_region}\n\naws s3 ls s3://${var.source_bucket_name}/ --region ${local.source_region} --profile deployer\n\n# DataSync copies s3://${var.source_bucket_name}/ to s3://${var.destination_bucket_name}/ at cron(0 3 * * ? *). Start the task nightly:\naws datasync start-task-execution --task-arn ${aws_datasync_task.nightly.arn} --region ${local.destination_region}\n# Prints its progress, and SUCCESS at the end:\naws datasync describe-task-execution --task-execution-arn TASK_EXECUTION_ARN --query '[Status,FilesTransferred,FilesFailed]' --region ${local.destination_region}"
}
