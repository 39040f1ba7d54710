output "handover_central_key_policy" {
  description = "Statements that the administrators of account data add to the policy of the central key"
  value = {
    account_id = local.data_account_id
    key_arn    = var.central_key_arn
    statements = local.central_key_policy
    file       = "central_key_policy.json"
    commands = [
      "aws kms get-key-policy --key-id ${var.central_key_arn} --policy-name default --query Policy --output text --region ${local.data_region} > policy.json",
      "jq -s '(.[1].Statement | map(.Sid)) as $new | .[0].Statement |= ([.] | flatten | map(select(.Sid as $sid | $new | index($sid) | not))) | .[0].Statement += .[1].Statement | .[0].Version = .[1].Version | .[0]' policy.json central_key_policy.json > merged.json",
      "aws kms put-key-policy --key-id ${var.central_key_arn} --policy-name default --policy file://merged.json --region ${local.data_region}",
    ]
  }
}

output "lake_bucket_name" {
  description = "Name of the lake bucket"
  value       = data.aws_s3_bucket.lake.bucket
}

output "lake_bucket_arn" {
  description = "ARN of the lake bucket"
  value       = local.lake_bucket_arn
}

output "lake_key_arn" {
  description = "ARN of the KMS key that encrypts the lake bucket"
  value       = data.aws_kms_key.central.key_id
}

output "batch_role_arn" {
  description = "ARN of the batch role"
  value       = "arn:${local.partition}:iam::${local.apps_account_id}:role/${var.batch_role_name}"
}

output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value = chomp(<<-EOT
    # ${var.batch_role_name}: add this profile to ~/.aws/config, and name a source profile that can assume the role
    [profile batch]
    role_arn = arn:${local.partition}:iam::${local.apps_account_id}:role/${var.batch_role_name}
    source_profile = default
    region = ${local.apps_region}

    aws s3 ls 's3://${var.lake_bucket_name}/${replace(var.batch_lake_prefix, "'", "'\\''")}' --region ${local.data_region} --profile batch
    aws s3 cp 's3://${var.lake_bucket_name}/${replace(var.batch_lake_prefix, "'", "'\\''")}KEY' ./ --region ${local.data_region} --profile batch
    aws s3 cp ./FILE 's3://${var.lake_bucket_name}/${replace(var.batch_lake_prefix, "'", "'\\''")}' --region ${local.data_region} --profile batch
  EOT
  )
}
