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

module "batch_copy" {
  source = "../.."

  providers = {
    aws.source      = aws.source
    aws.destination = aws.destination
  }

  source_bucket_name      = "acme-batch-source"
  destination_bucket_name = "acme-batch-destination"
  jobs_bucket_name        = "acme-batch-jobs"
  copier_role_name        = "acme-batch-copy"
}
