terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

module "partner" {
  source = "../../../modules/shared-with-partner"
  providers = {
    aws.a = aws
  }
  b_account_id       = "222222222222"
  shared_bucket_name = "acme-shared-partner"
  ann_user_name      = "Ann"
  dilip_user_name    = "Dilip"
}
