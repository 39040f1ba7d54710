import { describeTerraformApply } from "./terraform-apply";

/** The emulator answers with constants here, whatever it was told: Terraform wants to tell it again. */
const UNRETURNED = [
  "aws_s3_bucket_replication_configuration.source.rule[0].delete_marker_replication[0].status",
  "aws_s3_bucket_replication_configuration.source.rule[0].source_selection_criteria[0]",
];

describeTerraformApply("replication", UNRETURNED);
