# Everything in the account of the provider aws.b.

data "aws_caller_identity" "b" {
  provider = aws.b
}

data "aws_region" "b" {
  provider = aws.b
}

locals {
  b_account_id = data.aws_caller_identity.b.account_id
  b_region     = data.aws_region.b.id
}

resource "aws_iam_role" "uploader" {
  provider = aws.b

  name               = var.uploader_role_name
  assume_role_policy = local.uploader_trust_policy
  tags               = var.tags
}

resource "aws_iam_role_policy" "uploader" {
  provider = aws.b

  name   = "s3porter-shared-with-principals-uploader"
  role   = aws_iam_role.uploader.name
  policy = local.uploader_identity_policy
}

resource "aws_iam_role_policy" "analyst" {
  provider = aws.b

  name   = "s3porter-analyst@${var.shared_bucket_name}"
  role   = var.analyst_role_name
  policy = local.analyst_identity_policy
}
