provider "aws" {
  alias   = "web"
  region  = "us-east-1"
  profile = "web-admin"
}

provider "aws" {
  alias   = "ci"
  region  = "us-east-1"
  profile = "ci-admin"
}

module "github_actions" {
  source = "../.."

  providers = {
    aws.web = aws.web
    aws.ci  = aws.ci
  }

  site_bucket_name   = "acme-site"
  deployer_role_name = "SiteDeployer"
  deployer_subjects  = ["repo:acme/site:ref:refs/heads/main"]
}
