provider "aws" {
  alias   = "source"
  region  = "us-east-1"
  profile = "source-admin"
}

provider "aws" {
  alias   = "backup"
  region  = "us-east-1"
  profile = "backup-admin"
}

provider "aws" {
  alias   = "analysis"
  region  = "eu-west-1"
  profile = "analysis-admin"
}

module "replication_fan_out" {
  source = "../.."

  providers = {
    aws.source   = aws.source
    aws.backup   = aws.backup
    aws.analysis = aws.analysis
  }

  source_bucket_name           = "acme-fan-out-source"
  backup_bucket_name           = "acme-fan-out-backup"
  analysis_bucket_name         = "acme-fan-out-analysis"
  source_replication_role_name = "acme-fan-out"
}
