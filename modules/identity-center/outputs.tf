output "handover_b" {
  description = "Policies that administrators of IAM Identity Center add for account b"
  value = {
    account_id = var.b_account_id
    policies = [
      {
        principal     = "analysts"
        principal_arn = local.analysts_permission_set_arn
        policy_name   = "s3porter-analysts@${var.reports_bucket_name}"
        policy_type   = "inline"
        policy        = local.analysts_identity_policy
        file          = "b/analysts.json"
        commands = [
          "aws sso-admin put-inline-policy-to-permission-set --instance-arn INSTANCE_ARN --permission-set-arn PERMISSION_SET_ARN --inline-policy file://b/analysts.json",
          "aws sso-admin provision-permission-set --instance-arn INSTANCE_ARN --permission-set-arn PERMISSION_SET_ARN --target-type AWS_ACCOUNT --target-id ${var.b_account_id}",
        ]
      },
    ]
  }
}

output "reports_bucket_name" {
  description = "Name of the reports bucket"
  value       = aws_s3_bucket.reports.id
}

output "reports_bucket_arn" {
  description = "ARN of the reports bucket"
  value       = aws_s3_bucket.reports.arn
}

output "reports_key_arn" {
  description = "ARN of the KMS key that encrypts the reports bucket"
  value       = aws_kms_key.reports.arn
}

output "analysts_role_arn_pattern" {
  description = "Pattern of the ARNs of the roles of the permission set analysts"
  value       = "arn:${local.partition}:iam::${var.b_account_id}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_${var.analysts_permission_set_name}_????????????????"
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value = chomp(<<-EOT
    # IAM Identity Center: its administrators first put the policy of the output
    # handover_b into the permission set
    # ${var.analysts_permission_set_name}: add this profile to ~/.aws/config with the URL of your access portal, and sign in
    [profile analysts]
    sso_start_url = https://PORTAL.awsapps.com/start
    sso_region = eu-west-1
    sso_account_id = ${var.b_account_id}
    sso_role_name = ${var.analysts_permission_set_name}
    aws sso login --profile analysts

    aws s3 ls s3://${var.reports_bucket_name}/ --region ${local.a_region} --profile analysts
    aws s3 cp s3://${var.reports_bucket_name}/KEY ./ --region ${local.a_region} --profile analysts
    aws s3 cp ./FILE s3://${var.reports_bucket_name}/ --region ${local.a_region} --profile analysts
  EOT
  )
}
