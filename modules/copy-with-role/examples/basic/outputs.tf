output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = module.copy_with_role.runbook
}
