output "logs_bucket_name" {
  description = "Name of the logs bucket"
  value       = aws_s3_bucket.logs.id
}

output "logs_bucket_arn" {
  description = "ARN of the logs bucket"
  value       = aws_s3_bucket.logs.arn
}

output "logs_key_arn" {
  description = "ARN of the KMS key that encrypts the logs bucket"
  value       = aws_kms_key.logs.arn
}

output "auditor_role_arn" {
  description = "ARN of the auditor role"
  value       = aws_iam_role.auditor.arn
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value = chomp(<<-EOT
    # ${var.auditor_role_name}: add this profile to ~/.aws/config, and name a source profile that can assume the role
    [profile auditor]
    role_arn = arn:${local.partition}:iam::${local.logs_account_id}:role/${var.auditor_role_name}
    source_profile = default
    region = ${local.logs_region}

    aws s3 ls s3://${var.logs_bucket_name}/ --region ${local.logs_region} --profile auditor
    aws s3 cp s3://${var.logs_bucket_name}/KEY ./ --region ${local.logs_region} --profile auditor

    # flow: VPC flow logs and other vended logs, for accounts ${var.data_account_id}, ${var.apps_account_id}, can deliver to s3://${var.logs_bucket_name}/. In each account, set it up:
    aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC_ID --traffic-type ALL --log-destination-type s3 --log-destination '${replace(local.logs_bucket_arn, "'", "'\\''")}/'

    # trail: logs of CloudTrail, for accounts ${var.data_account_id}, ${var.apps_account_id}, can deliver to s3://${var.logs_bucket_name}/. In each account, set it up:
    aws cloudtrail create-trail --name TRAIL --is-multi-region-trail --s3-bucket-name ${var.logs_bucket_name} --kms-key-id ${aws_kms_key.logs.arn}
    aws cloudtrail start-logging --name TRAIL
  EOT
  )
}
