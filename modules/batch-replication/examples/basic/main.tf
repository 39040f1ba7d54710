provider "aws" {
  alias   = "source"
  region  = "us-east-1"
  profile = "source-admin"
}

provider "aws" {
  alias   = "destination"
  region  = "eu-west-1"
  profile = "destination-admin"
}

module "batch_replication" {
  source = "../.."

  providers = {
    aws.source      = aws.source
    aws.destination = aws.destination
  }

  source_bucket_name           = "acme-backfill-source"
  destination_bucket_name      = "acme-backfill-destination"
  jobs_bucket_name             = "acme-backfill-jobs"
  backfill_role_name           = "acme-backfill"
  source_replication_role_name = "acme-backfill-replication"
}
