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

provider "aws" {
  alias               = "logs"
  region              = "eu-west-1"
  allowed_account_ids = ["333333333333"]
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

module "people" {
  source = "../../../modules/identity-center"
  providers = {
    aws.a = aws
  }
  b_account_id                 = "222222222222"
  reports_bucket_name          = "acme-analyst-reports"
  analysts_permission_set_name = "Analyst"
}

module "logs" {
  source = "../../../modules/central-logs"
  providers = {
    aws.logs = aws.logs
  }
  data_account_id    = "111111111111"
  apps_account_id    = "222222222222"
  logs_bucket_name   = "acme-central-logs"
  auditor_role_name  = "acme-auditor"
  auditor_assumed_by = ["arn:aws:iam::111111111111:role/security"]
}
