provider "aws" {
  alias   = "data"
  region  = "us-east-1"
  profile = "data-admin"
}

provider "aws" {
  alias   = "apps"
  region  = "us-east-1"
  profile = "apps-admin"
}

module "eks_pods" {
  source = "../.."

  providers = {
    aws.data = aws.data
    aws.apps = aws.apps
  }

  lake_bucket_name     = "acme-lake"
  exporter_role_name   = "LakeExporter"
  exporter_oidc_issuer = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
  exporter_subjects    = ["system:serviceaccount:export:*"]
  reporter_role_name   = "LakeReporter"
}
