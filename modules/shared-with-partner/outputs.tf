output "handover_b" {
  description = "Policies that administrators of account b attach"
  value = {
    account_id = var.b_account_id
    policies = [
      {
        principal     = "dilip"
        principal_arn = local.dilip_user_arn
        policy_name   = "s3porter-dilip@${var.shared_bucket_name}"
        policy_type   = "inline"
        policy        = local.dilip_identity_policy
        file          = "b/dilip.json"
        commands = [
          "aws iam put-user-policy --user-name ${var.dilip_user_name} --policy-name s3porter-dilip@${var.shared_bucket_name} --policy-document file://b/dilip.json",
        ]
      },
    ]
  }
}

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
  value       = "arn:${local.partition}:iam::${var.b_account_id}:user/${var.dilip_user_name}"
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value = chomp(<<-EOT
    # ${var.ann_user_name}: create an access key (aws iam create-access-key --user-name ${var.ann_user_name}), and enter it here:
    aws configure --profile ann

    aws s3 ls s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile ann
    aws s3 cp s3://${var.shared_bucket_name}/KEY ./ --region ${local.a_region} --profile ann
    aws s3 cp ./FILE s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile ann

    # account ${var.b_account_id}: its administrators first attach the policies of the output handover_b; the commands
    # below need credentials of that account
    # ${var.dilip_user_name}: create an access key (aws iam create-access-key --user-name ${var.dilip_user_name}), and enter it here:
    aws configure --profile dilip

    aws s3 ls s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile dilip
    aws s3 cp s3://${var.shared_bucket_name}/KEY ./ --region ${local.a_region} --profile dilip
    aws s3 cp ./FILE s3://${var.shared_bucket_name}/ --region ${local.a_region} --profile dilip
  EOT
  )
}
