# Everything in the account of the provider aws.b.

data "aws_caller_identity" "b" {
  provider = aws.b
}

locals {
  b_account_id = data.aws_caller_identity.b.account_id
}

resource "aws_iam_user_policy" "dilip" {
  provider = aws.b

  name   = "s3porter-dilip@${var.shared_bucket_name}"
  user   = var.dilip_user_name
  policy = local.dilip_identity_policy
}
