provider "aws" {
  alias   = "source"
  region  = "us-east-1"
  profile = "source-admin"
}

provider "aws" {
  alias   = "source_in_ireland"
  region  = "eu-west-1"
  profile = "source-admin"
}

provider "aws" {
  alias   = "destination"
  region  = "eu-west-1"
  profile = "destination-admin"
}

module "replication_with_alarms" {
  source = "../.."

  providers = {
    aws.source            = aws.source
    aws.source_in_ireland = aws.source_in_ireland
    aws.destination       = aws.destination
  }

  source_bucket_name                 = "acme-alarms-source"
  destination_bucket_name            = "acme-alarms-destination"
  source_topic_arn                   = "arn:aws:sns:us-east-1:111111111111:on-call"
  source_replication_role_name       = "acme-alarms"
  source_source_in_ireland_topic_arn = "arn:aws:sns:eu-west-1:111111111111:on-call"
}
