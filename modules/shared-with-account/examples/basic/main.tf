provider "aws" {
  alias   = "a"
  region  = "us-east-1"
  profile = "account-a-admin"
}

provider "aws" {
  alias   = "b"
  region  = "us-east-1"
  profile = "account-b-admin"
}

module "shared_with_account" {
  source = "../.."

  providers = {
    aws.a = aws.a
    aws.b = aws.b
  }

  shared_bucket_name = "acme-shared-account-a"
  shared_key_alias   = "alias/s3-acme-shared-account-a"
  ann_user_name      = "Ann"
  dilip_user_name    = "Dilip"
}
