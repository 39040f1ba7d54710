output "runbook" {
  description = "Commands to run next: terraform output -raw runbook"
  value       = module.replication_with_alarms.runbook
}

output "handover_source_topic_policy" {
  description = "Statements that the owners add to the policy of the source topic: terraform output -json handover_source_topic_policy"
  value       = module.replication_with_alarms.handover_source_topic_policy
}

output "handover_source_source_in_ireland_topic_policy" {
  description = "Statements that the owners add to the policy of the source_source_in_ireland topic: terraform output -json handover_source_source_in_ireland_topic_policy"
  value       = module.replication_with_alarms.handover_source_source_in_ireland_topic_policy
}
