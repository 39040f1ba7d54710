output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = module.replication_two_way.runbook
}
