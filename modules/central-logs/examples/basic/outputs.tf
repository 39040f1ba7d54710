output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = module.central_logs.runbook
}
