terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}

provider "aws" {
  alias   = "source"
  region  = "us-east-1"
  profile = "source-admin"
}

provider "aws" {
  alias   = "destination"
  region  = "us-east-1"
  profile = "destination-admin"
}

module "copy_with_user" {
  source = "../.."

  providers = {
    aws.source      = aws.source
    aws.destination = aws.destination
  }

  archive_key_alias       = "alias/acme-sync-archive"
  source_bucket_name      = "acme-sync-source"
  destination_bucket_name = "acme-sync-destination"
  sync_user_name          = "sync_user"
}

output "runbook" {
  description = "What to do next: terraform output -raw runbook"
  value       = module.copy_with_user.runbook
}
