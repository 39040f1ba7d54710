output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = module.batch_copy.runbook
}
