# Everything in the account of the provider aws.apps.

data "aws_caller_identity" "apps" {
  provider = aws.apps
}

data "aws_region" "apps" {
  provider = aws.apps
}

locals {
  apps_account_id = data.aws_caller_identity.apps.account_id
  apps_region     = data.aws_region.apps.id
}

resource "aws_iam_role_policy" "batch" {
  provider = aws.apps

  name   = "s3porter-batch@${var.lake_bucket_name}"
  role   = var.batch_role_name
  policy = local.batch_identity_policy
}
