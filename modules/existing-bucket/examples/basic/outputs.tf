output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = module.existing_bucket.runbook
}

output "handover_central_key_policy" {
  description = "Statements that the administrators of account data add to the policy of the central key: terraform output -json handover_central_key_policy"
  value       = module.existing_bucket.handover_central_key_policy
}
