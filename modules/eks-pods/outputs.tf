output "lake_bucket_name" {
  description = "Name of the lake bucket"
  value       = aws_s3_bucket.lake.id
}

output "lake_bucket_arn" {
  description = "ARN of the lake bucket"
  value       = aws_s3_bucket.lake.arn
}

output "lake_key_arn" {
  description = "ARN of the KMS key that encrypts the lake bucket"
  value       = aws_kms_key.lake.arn
}

output "exporter_role_arn" {
  description = "ARN of the exporter role"
  value       = aws_iam_role.exporter.arn
}

output "reporter_role_arn" {
  description = "ARN of the reporter role"
  value       = aws_iam_role.reporter.arn
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = "# ${var.exporter_role_name}: run these commands in a pod whose service account the role trusts, after this annotation\nkubectl annotate serviceaccount NAME --namespace NAMESPACE eks.amazonaws.com/role-arn=arn:${local.partition}:iam::${local.apps_account_id}:role/${var.exporter_role_name}\n\naws s3 cp ./FILE 's3://${var.lake_bucket_name}/${replace(var.exporter_lake_prefix, "'", "'\\''")}' --region ${local.data_region}\n\n# ${var.reporter_role_name}: run these commands in a pod whose service account has a Pod Identity association with arn:${local.partition}:iam::${local.apps_account_id}:role/${var.reporter_role_name}\n\naws s3 ls s3://${var.lake_bucket_name}/ --region ${local.data_region}\naws s3 cp s3://${var.lake_bucket_name}/KEY ./ --region ${local.data_region}"
}
