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

module "datasync" {
  source = "../.."

  providers = {
    aws.source      = aws.source
    aws.destination = aws.destination
  }

  source_bucket_name      = "acme-datasync-source"
  destination_bucket_name = "acme-datasync-destination"
  mover_role_name         = "acme-datasync"
  mover_source_arn        = "arn:aws:datasync:us-east-1:222222222222:*"
  deployer_role_name      = "destination-admin"
}
