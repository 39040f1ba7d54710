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

provider "aws" {
  alias               = "ireland"
  region              = "eu-west-1"
  allowed_account_ids = [var.accounts.ours]
}

provider "aws" {
  alias               = "partner_ireland"
  region              = "eu-west-1"
  allowed_account_ids = [var.accounts.partner]
}

module "import" {
  source = "../../../modules/copy-with-role"
  providers = {
    aws.source      = aws.partner
    aws.destination = aws.ours
  }
  source_bucket_name      = "acme-source"
  destination_bucket_name = "acme-destination"
  porter_role_name        = "S3Porter"
  porter_assumed_by       = ["arn:aws:iam::222222222222:user/destination-admin"]
}

module "sync" {
  source = "../../../modules/copy-with-user"
  providers = {
    aws.source      = aws.partner
    aws.destination = aws.ours
  }
  archive_key_alias       = "alias/acme-sync-archive"
  source_bucket_name      = "acme-sync-source"
  destination_bucket_name = "acme-sync-destination"
  sync_user_name          = "sync_user"
}

module "replication" {
  source = "../../../modules/replication"
  providers = {
    aws.source      = aws.partner
    aws.destination = aws.ireland
  }
  source_bucket_name           = "acme-replication-source"
  destination_bucket_name      = "acme-replication-destination"
  source_replication_role_name = "acme-replication"
}

module "account" {
  source = "../../../modules/shared-with-account"
  providers = {
    aws.a = aws.partner
    aws.b = aws.ours
  }
  shared_bucket_name = "acme-shared-account-a"
  shared_key_alias   = "alias/s3-acme-shared-account-a"
  ann_user_name      = "Ann"
  dilip_user_name    = "Dilip"
}

module "roles" {
  source = "../../../modules/shared-with-principals"
  providers = {
    aws.a = aws.partner
    aws.b = aws.ours
  }
  shared_bucket_name  = "acme-shared-roles"
  uploader_role_name  = "S3Uploader"
  uploader_assumed_by = ["arn:aws:iam::222222222222:root"]
  analyst_role_name   = "Analyst"
}

module "pods" {
  source = "../../../modules/eks-pods"
  providers = {
    aws.data = aws.partner
    aws.apps = aws.ours
  }
  lake_bucket_name     = "acme-lake"
  exporter_role_name   = "LakeExporter"
  exporter_oidc_issuer = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
  exporter_subjects    = ["system:serviceaccount:export:*"]
  reporter_role_name   = "LakeReporter"
}

module "site" {
  source = "../../../modules/github-actions"
  providers = {
    aws.web = aws.partner
    aws.ci  = aws.ours
  }
  site_bucket_name   = "acme-site"
  deployer_role_name = "SiteDeployer"
  deployer_subjects  = ["repo:acme/site:ref:refs/heads/main"]
}

module "lake" {
  source = "../../../modules/existing-bucket"
  providers = {
    aws.data = aws.partner_ireland
    aws.apps = aws.ireland
  }
  central_key_arn  = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b"
  lake_bucket_name = "acme-data-lake"
  batch_role_name  = "acme-batch"
}

module "two_way" {
  source = "../../../modules/replication-two-way"
  providers = {
    aws.west = aws.partner
    aws.east = aws.ireland
  }
  west_bucket_name           = "acme-two-way-west"
  east_bucket_name           = "acme-two-way-east"
  west_replication_role_name = "acme-west-to-east"
  east_replication_role_name = "acme-east-to-west"
}

provider "aws" {
  alias               = "analysis"
  region              = "us-east-1"
  allowed_account_ids = ["444444444444"]
}

module "fan_out" {
  source = "../../../modules/replication-fan-out"
  providers = {
    aws.source   = aws.partner
    aws.backup   = aws.ireland
    aws.analysis = aws.analysis
  }
  source_bucket_name           = "acme-fan-out-source"
  backup_bucket_name           = "acme-fan-out-backup"
  analysis_bucket_name         = "acme-fan-out-analysis"
  source_replication_role_name = "acme-fan-out"
}

module "alarms" {
  source = "../../../modules/replication-with-alarms"
  providers = {
    aws.source            = aws.partner
    aws.source_in_ireland = aws.partner_ireland
    aws.destination       = aws.ireland
  }
  source_bucket_name                 = "acme-alarms-source"
  destination_bucket_name            = "acme-alarms-destination"
  source_replication_role_name       = "acme-alarms"
  source_topic_arn                   = "arn:aws:sns:us-east-1:111111111111:on-call"
  source_source_in_ireland_topic_arn = "arn:aws:sns:eu-west-1:111111111111:on-call"
}

module "backfill" {
  source = "../../../modules/batch-replication"
  providers = {
    aws.source      = aws.partner
    aws.destination = aws.ireland
  }
  source_bucket_name           = "acme-backfill-source"
  destination_bucket_name      = "acme-backfill-destination"
  jobs_bucket_name             = "acme-backfill-jobs"
  backfill_role_name           = "acme-backfill"
  source_replication_role_name = "acme-backfill-replication"
}

module "batch_copy" {
  source = "../../../modules/batch-copy"
  providers = {
    aws.source      = aws.partner
    aws.destination = aws.ours
  }
  source_bucket_name      = "acme-batch-source"
  destination_bucket_name = "acme-batch-destination"
  jobs_bucket_name        = "acme-batch-jobs"
  copier_role_name        = "acme-batch-copy"
}

module "mover" {
  source = "../../../modules/datasync"
  providers = {
    aws.source      = aws.partner
    aws.destination = aws.ours
  }
  source_bucket_name      = "acme-datasync-source"
  destination_bucket_name = "acme-datasync-destination"
  mover_role_name         = "acme-datasync"
  mover_source_arn        = "arn:aws:datasync:us-east-1:222222222222:*"
  deployer_role_name      = "destination-admin"
}
