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
