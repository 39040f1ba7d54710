output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = module.shared_with_principals.runbook
}
