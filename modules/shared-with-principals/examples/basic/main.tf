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

module "shared_with_principals" {
  source = "../.."

  providers = {
    aws.a = aws.a
    aws.b = aws.b
  }

  shared_bucket_name  = "acme-shared-roles"
  uploader_role_name  = "S3Uploader"
  uploader_assumed_by = ["arn:aws:iam::222222222222:root"]
  analyst_role_name   = "Analyst"
}
