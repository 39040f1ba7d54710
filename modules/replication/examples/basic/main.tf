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

module "replication" {
  source = "../.."

  providers = {
    aws.source      = aws.source
    aws.destination = aws.destination
  }

  source_bucket_name           = "acme-replication-source"
  destination_bucket_name      = "acme-replication-destination"
  source_replication_role_name = "acme-replication"
}
