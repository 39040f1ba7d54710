output "site_bucket_name" {
  description = "Name of the site bucket"
  value       = aws_s3_bucket.site.id
}

output "site_bucket_arn" {
  description = "ARN of the site bucket"
  value       = aws_s3_bucket.site.arn
}

output "site_key_arn" {
  description = "ARN of the KMS key that encrypts the site bucket"
  value       = aws_kms_key.site.arn
}

output "deployer_role_arn" {
  description = "ARN of the deployer role"
  value       = aws_iam_role.deployer.arn
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = "# ${var.deployer_role_name}: run these commands in a job of GitHub Actions whose subject the role trusts, after these lines of its workflow\n#   permissions: { id-token: write, contents: read }\n#   steps:\n#     - uses: aws-actions/configure-aws-credentials@v6\n#       with: { role-to-assume: \"arn:${local.partition}:iam::${local.ci_account_id}:role/${var.deployer_role_name}\", aws-region: \"${local.ci_region}\", audience: \"sts.amazonaws.com\" }\n\naws s3 ls s3://${var.site_bucket_name}/ --region ${local.web_region}\naws s3 cp s3://${var.site_bucket_name}/KEY ./ --region ${local.web_region}\naws s3 cp ./FILE s3://${var.site_bucket_name}/ --region ${local.web_region}\naws s3 rm s3://${var.site_bucket_name}/KEY --region ${local.web_region}"
}
