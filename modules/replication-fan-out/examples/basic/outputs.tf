output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = module.replication_fan_out.runbook
}
