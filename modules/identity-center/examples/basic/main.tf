provider "aws" {
  alias   = "a"
  region  = "us-east-1"
  profile = "account-a-admin"
}

module "identity_center" {
  source = "../.."

  providers = { aws.a = aws.a }

  b_account_id                 = "222222222222"
  reports_bucket_name          = "acme-analyst-reports"
  analysts_permission_set_name = "Analyst"
}
