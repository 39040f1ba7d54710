provider "aws" {
  alias   = "a"
  region  = "us-east-1"
  profile = "account-a-admin"
}

module "shared_with_partner" {
  source = "../.."

  providers = { aws.a = aws.a }

  b_account_id       = "222222222222"
  shared_bucket_name = "acme-shared-partner"
  ann_user_name      = "Ann"
  dilip_user_name    = "Dilip"
}
