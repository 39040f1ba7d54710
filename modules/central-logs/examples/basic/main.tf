provider "aws" {
  alias   = "logs"
  region  = "eu-west-1"
  profile = "logs-admin"
}

module "central_logs" {
  source = "../.."

  providers = { aws.logs = aws.logs }

  data_account_id    = "111111111111"
  apps_account_id    = "222222222222"
  logs_bucket_name   = "acme-central-logs"
  auditor_role_name  = "acme-auditor"
  auditor_assumed_by = ["arn:aws:iam::111111111111:role/security"]
}
