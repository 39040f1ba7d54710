output "shared_bucket_name" {
  description = "The bucket's name"
  value       = aws_s3_bucket.shared.id
}

output "shared_bucket_arn" {
  description = "The bucket's ARN"
  value       = aws_s3_bucket.shared.arn
}

output "shared_key_arn" {
  description = "The key that encrypts new objects"
  value       = aws_kms_key.shared.arn
}

output "ann_user_arn" {
  description = "The user's ARN"
  value       = "arn:${local.partition}:iam::${local.a_account_id}:user/${var.ann_user_name}"
}

output "dilip_user_arn" {
  description = "The user's ARN"
  value       = "arn:${local.partition}:iam::${local.b_account_id}:user/${var.dilip_user_name}"
}

output "partner_policy" {
  description = "A policy for roles and users of the account, which its administrators may attach"
  value       = local.partner_identity_policy
}

output "runbook" {
  description = "How to use it: terraform output -raw runbook"
  value = chomp(<<-EOT
    # ${var.ann_user_name}: with an access key of the user (aws iam create-access-key --user-name ${var.ann_user_name})
    aws configure --profile ann

    aws s3 ls s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile ann
    aws s3 cp s3://${var.shared_bucket_name}/KEY ./ --region ${local.a_region} --profile ann
    aws s3 cp ./FILE s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile ann

    # ${var.dilip_user_name}: with an access key of the user (aws iam create-access-key --user-name ${var.dilip_user_name})
    aws configure --profile dilip

    aws s3 ls s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile dilip
    aws s3 cp s3://${var.shared_bucket_name}/KEY ./ --region ${local.a_region} --profile dilip
    aws s3 cp ./FILE s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile dilip

    # account ${local.b_account_id}: its administrators attach the policy of the output partner_policy
    # to the roles and users that are to have the access
  EOT
  )
}
