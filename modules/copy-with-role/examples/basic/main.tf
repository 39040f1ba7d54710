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

module "copy_with_role" {
  source = "../.."

  providers = {
    aws.source      = aws.source
    aws.destination = aws.destination
  }

  source_bucket_name      = "acme-source"
  destination_bucket_name = "acme-destination"
  porter_role_name        = "S3Porter"
  porter_assumed_by       = ["arn:aws:iam::222222222222:user/destination-admin"]
}
