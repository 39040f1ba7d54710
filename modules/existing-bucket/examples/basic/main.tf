provider "aws" {
  alias   = "data"
  region  = "eu-west-1"
  profile = "data-admin"
}

provider "aws" {
  alias   = "apps"
  region  = "eu-west-1"
  profile = "apps-admin"
}

module "existing_bucket" {
  source = "../.."

  providers = {
    aws.data = aws.data
    aws.apps = aws.apps
  }

  central_key_arn  = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b"
  lake_bucket_name = "acme-data-lake"
  batch_role_name  = "acme-batch"
}
