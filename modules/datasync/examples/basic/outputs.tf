output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = module.datasync.runbook
}
