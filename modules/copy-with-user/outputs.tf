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
  value       = aws_kms_key.source.arn
}

output "sync_user_arn" {
  description = "ARN of the sync user"
  value       = aws_iam_user.sync.arn
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value = chomp(<<-EOT
    # ${var.sync_user_name}: create an access key (aws iam create-access-key --user-name ${var.sync_user_name}), and enter it here:
    aws configure --profile sync

    # Copy everything. Send no --sse flag: the destination's default encryption applies.
    aws s3 cp s3://${var.source_bucket_name}/ s3://${var.destination_bucket_name}/ --recursive --source-region ${local.source_region} --region ${local.source_region} --profile sync
    # Copy new and changed objects only:
    aws s3 sync s3://${var.source_bucket_name}/ s3://${var.destination_bucket_name}/ --source-region ${local.source_region} --region ${local.source_region} --profile sync
  EOT
  )
}
