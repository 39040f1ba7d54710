# Everything in the account of the provider aws.ci.

data "aws_caller_identity" "ci" {
  provider = aws.ci
}

data "aws_region" "ci" {
  provider = aws.ci
}

locals {
  ci_account_id = data.aws_caller_identity.ci.account_id
  ci_region     = data.aws_region.ci.id
}

resource "aws_iam_role" "deployer" {
  provider = aws.ci

  name               = var.deployer_role_name
  assume_role_policy = local.deployer_trust_policy
  tags               = var.tags

  depends_on = [aws_iam_openid_connect_provider.ci_github]
}

resource "aws_iam_role_policy" "deployer" {
  provider = aws.ci

  name   = "s3porter-github-actions-deployer"
  role   = aws_iam_role.deployer.name
  policy = local.deployer_identity_policy
}

resource "aws_iam_openid_connect_provider" "ci_github" {
  provider = aws.ci

  client_id_list = ["sts.amazonaws.com"]
  tags           = var.tags
  url            = "https://token.actions.githubusercontent.com"
}
