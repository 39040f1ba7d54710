# Everything in the account of the provider aws.apps.

data "aws_caller_identity" "apps" {
  provider = aws.apps
}

locals {
  apps_account_id = data.aws_caller_identity.apps.account_id
}

resource "aws_iam_role" "exporter" {
  provider = aws.apps

  name               = var.exporter_role_name
  assume_role_policy = local.exporter_trust_policy
  tags               = var.tags
}

resource "aws_iam_role_policy" "exporter" {
  provider = aws.apps

  name   = "s3porter-eks-pods-exporter"
  role   = aws_iam_role.exporter.name
  policy = local.exporter_identity_policy
}

resource "aws_iam_role" "reporter" {
  provider = aws.apps

  name               = var.reporter_role_name
  assume_role_policy = local.reporter_trust_policy
  tags               = var.tags
}

resource "aws_iam_role_policy" "reporter" {
  provider = aws.apps

  name   = "s3porter-eks-pods-reporter"
  role   = aws_iam_role.reporter.name
  policy = local.reporter_identity_policy
}
