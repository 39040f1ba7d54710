terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "accounts" {
  type = map(string)
  default = {
    partner = "111111111111"
    ours    = "222222222222"
  }
}

provider "aws" {
  alias               = "partner"
  region              = "us-east-1"
  allowed_account_ids = [var.accounts.partner]
}

provider "aws" {
  alias               = "ours"
  region              = "us-east-1"
  allowed_account_ids = [var.accounts.ours]
}

module "import" {
  source = "../../../modules/copy-with-role"
  providers = {
    aws.source      = aws.partner
    aws.destination = aws.ours
  }
  source_bucket_name      = "partner-exports"
  destination_bucket_name = "our-imports"
  porter_role_name        = "Importer"
  porter_assumed_by       = ["arn:aws:iam::222222222222:role/scheduler"]
}
