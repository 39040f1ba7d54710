provider "aws" {
  alias   = "west"
  region  = "us-west-2"
  profile = "west-admin"
}

provider "aws" {
  alias   = "east"
  region  = "us-east-1"
  profile = "east-admin"
}

module "replication_two_way" {
  source = "../.."

  providers = {
    aws.west = aws.west
    aws.east = aws.east
  }

  west_bucket_name           = "acme-two-way-west"
  east_bucket_name           = "acme-two-way-east"
  west_replication_role_name = "acme-west-to-east"
  east_replication_role_name = "acme-east-to-west"
}
