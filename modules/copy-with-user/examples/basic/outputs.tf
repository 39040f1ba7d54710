output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = module.copy_with_user.runbook
}
