output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = module.shared_with_partner.runbook
}

output "handover_b" {
  description = "Policies that administrators of account b attach: terraform output -json handover_b"
  value       = module.shared_with_partner.handover_b
}
