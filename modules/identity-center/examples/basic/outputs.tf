output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = module.identity_center.runbook
}

output "handover_b" {
  description = "Policies that administrators of IAM Identity Center add for account b: terraform output -json handover_b"
  value       = module.identity_center.handover_b
}
