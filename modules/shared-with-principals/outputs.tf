output "shared_bucket_name" {
  description = "Name of the shared bucket"
  value       = aws_s3_bucket.shared.id
}

output "shared_bucket_arn" {
  description = "ARN of the shared bucket"
  value       = aws_s3_bucket.shared.arn
}

output "shared_key_arn" {
  description = "ARN of the KMS key that encrypts the shared bucket"
  value       = aws_kms_key.shared.arn
}

output "analyst_role_arn" {
  description = "ARN of the analyst role"
  value       = "arn:${local.partition}:iam::${local.b_account_id}:role/${var.analyst_role_name}"
}

output "uploader_role_arn" {
  description = "ARN of the uploader role"
  value       = aws_iam_role.uploader.arn
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value = chomp(<<-EOT
    # ${var.analyst_role_name}: add this profile to ~/.aws/config, and name a source profile that can assume the role
    [profile analyst]
    role_arn = arn:${local.partition}:iam::${local.b_account_id}:role/${var.analyst_role_name}
    source_profile = default
    region = ${local.b_region}

    aws s3 ls s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile analyst
    aws s3 cp s3://${var.shared_bucket_name}/KEY ./ --region ${local.a_region} --profile analyst
    aws s3 cp ./FILE s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile analyst

    # ${var.uploader_role_name}: add this profile to ~/.aws/config, and name a source profile that can assume the role
    [profile uploader]
    role_arn = arn:${local.partition}:iam::${local.b_account_id}:role/${var.uploader_role_name}
    source_profile = default
    region = ${local.b_region}

    aws s3 ls s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile uploader
    aws s3 cp s3://${var.shared_bucket_name}/KEY ./ --region ${local.a_region} --profile uploader
    aws s3 cp ./FILE s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile uploader
  EOT
  )
}
