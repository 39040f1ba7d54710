output "source_bucket_name" {
  description = "The bucket's name"
  value       = aws_s3_bucket.source.id
}

output "source_bucket_arn" {
  description = "The bucket's ARN"
  value       = aws_s3_bucket.source.arn
}

output "source_key_arn" {
  description = "The key that encrypts new objects"
  value       = aws_kms_key.source.arn
}

output "destination_bucket_name" {
  description = "The bucket's name"
  value       = aws_s3_bucket.destination.id
}

output "destination_bucket_arn" {
  description = "The bucket's ARN"
  value       = aws_s3_bucket.destination.arn
}

output "destination_key_arn" {
  description = "The key that encrypts new objects"
  value       = aws_kms_key.source.arn
}

output "sync_user_arn" {
  description = "The user's ARN"
  value       = aws_iam_user.sync.arn
}

output "runbook" {
  description = "How to use it: terraform output -raw runbook"
  value = chomp(<<-EOT
    # ${var.sync_user_name}: with an access key of the user (aws iam create-access-key --user-name ${var.sync_user_name})
    aws configure --profile sync

    # copy everything; the destination's default encryption applies, so send no --sse flag:
    aws s3 cp s3://${var.source_bucket_name}/ s3://${var.destination_bucket_name}/ --recursive --source-region ${local.source_region} --region ${local.source_region} --profile sync
    # copy what is new or changed:
    aws s3 sync s3://${var.source_bucket_name}/ s3://${var.destination_bucket_name}/ --source-region ${local.source_region} --region ${local.source_region} --profile sync
  EOT
  )
}
