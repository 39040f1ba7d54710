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

output "porter_role_arn" {
  description = "ARN of the porter role"
  value       = aws_iam_role.porter.arn
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value = chomp(<<-EOT
    # ${var.porter_role_name}: add this profile to ~/.aws/config, and name a source profile that can assume the role
    [profile porter]
    role_arn = arn:${local.partition}:iam::${local.destination_account_id}:role/${var.porter_role_name}
    source_profile = default
    region = ${local.destination_region}

    # Copy everything. Send no --sse flag: the destination's default encryption applies.
    aws s3 cp s3://${var.source_bucket_name}/ s3://${var.destination_bucket_name}/ --recursive --source-region ${local.source_region} --region ${local.destination_region} --profile porter
  EOT
  )
}
