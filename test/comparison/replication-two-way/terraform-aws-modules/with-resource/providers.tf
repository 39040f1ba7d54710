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
  alias               = "west"
  region              = "us-west-2"
  profile             = "west-admin"
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  alias               = "east"
  region              = "us-east-1"
  profile             = "east-admin"
  allowed_account_ids = ["222222222222"]
}
