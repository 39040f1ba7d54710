terraform {
  required_version = ">= 1.3"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.83"
    }
  }
}

provider "aws" {
  alias               = "source"
  region              = "us-east-1"
  profile             = "source-admin"
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  alias               = "backup"
  region              = "us-east-1"
  profile             = "backup-admin"
  allowed_account_ids = ["222222222222"]
}

provider "aws" {
  alias               = "analysis"
  region              = "eu-west-1"
  profile             = "analysis-admin"
  allowed_account_ids = ["333333333333"]
}
