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

output "ann_user_arn" {
  description = "ARN of the ann user"
  value       = "arn:${local.partition}:iam::${local.a_account_id}:user/${var.ann_user_name}"
}

output "dilip_user_arn" {
  description = "ARN of the dilip user"
  value       = "arn:${local.partition}:iam::${local.b_account_id}:user/${var.dilip_user_name}"
}

output "partner_policy" {
  description = "Policy that administrators of partner attach to their roles and users"
  value       = local.partner_identity_policy
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value = chomp(<<-EOT
    # ${var.ann_user_name}: create an access key (aws iam create-access-key --user-name ${var.ann_user_name}), and enter it here:
    aws configure --profile ann

    aws s3 ls s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile ann
    aws s3 cp s3://${var.shared_bucket_name}/KEY ./ --region ${local.a_region} --profile ann
    aws s3 cp ./FILE s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile ann

    # ${var.dilip_user_name}: create an access key (aws iam create-access-key --user-name ${var.dilip_user_name}), and enter it here:
    aws configure --profile dilip

    aws s3 ls s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile dilip
    aws s3 cp s3://${var.shared_bucket_name}/KEY ./ --region ${local.a_region} --profile dilip
    aws s3 cp ./FILE s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile dilip

    # account ${local.b_account_id}: its administrators attach the policy of the output partner_policy
    # to the roles and users that need access
  EOT
  )
}
