# Every policy, with the reason for each statement. README.md lists an operation for each action.

# Built from names instead of resource attributes, so that a policy can refer to resources created later.
locals {
  deployer_role_arn = "arn:${local.partition}:iam::${local.ci_account_id}:role/${var.deployer_role_name}"
  site_bucket_arn   = "arn:${local.partition}:s3:::${var.site_bucket_name}"
}

locals {
  site_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Lets IAM policies in this account grant access to the key. Without it, losing the named principals makes the key unmanageable.
      # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      {
        Sid       = "EnableIAMPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.web_account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      # Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid       = "EncryptAndDecryptSiteForDeployer"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.ci_account_id}:root" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.deployer_role_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.web_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.site_bucket_arn, "${local.site_bucket_arn}/*"] }
        }
      },
    ]
  })

  site_bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Denies every request without TLS.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.site_bucket_arn, "${local.site_bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid       = "ListForDeployer"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.ci_account_id}:root" }
        Action    = "s3:ListBucket"
        Resource  = local.site_bucket_arn
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.deployer_role_arn } }
      },
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetForDeployer"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.ci_account_id}:root" }
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.site_bucket_arn}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.deployer_role_arn } }
      },
      # Copying an object also writes its tags. The AWS CLI aborts a multipart upload that fails. S3 allows this to the initiator of an upload by default; s3:AbortMultipartUpload allows it for every upload.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
      {
        Sid       = "PutForDeployer"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.ci_account_id}:root" }
        Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
        Resource  = "${local.site_bucket_arn}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.deployer_role_arn } }
      },
      # `aws s3 rm`, `mv` and `sync --delete` delete objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
      {
        Sid       = "DeleteForDeployer"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.ci_account_id}:root" }
        Action    = "s3:DeleteObject"
        Resource  = "${local.site_bucket_arn}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.deployer_role_arn } }
      },
    ]
  })

  deployer_trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Others can get tokens of this provider, too. Only those with this audience and subject can assume the role.
      # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
      {
        Sid    = "AssumeRoleWithWebIdentity"
        Effect = "Allow"
        Principal = {
          Federated = "arn:${local.partition}:iam::${local.ci_account_id}:oidc-provider/token.actions.githubusercontent.com"
        }
        Action = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = {
            "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
            "token.actions.githubusercontent.com:sub" = var.deployer_subjects
          }
        }
      },
    ]
  })

  deployer_identity_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid       = "ListSite"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.site_bucket_arn
        Condition = { StringEquals = { "aws:ResourceAccount" = local.web_account_id } }
      },
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetSite"
        Effect    = "Allow"
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.site_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.web_account_id } }
      },
      # Copying an object also writes its tags. The AWS CLI aborts a multipart upload that fails. S3 allows this to the initiator of an upload by default; s3:AbortMultipartUpload allows it for every upload.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
      {
        Sid       = "PutSite"
        Effect    = "Allow"
        Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
        Resource  = "${local.site_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.web_account_id } }
      },
      # `aws s3 rm`, `mv` and `sync --delete` delete objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
      {
        Sid       = "DeleteSite"
        Effect    = "Allow"
        Action    = "s3:DeleteObject"
        Resource  = "${local.site_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.web_account_id } }
      },
      # Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid      = "EncryptAndDecryptSite"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.site.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.web_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.site_bucket_arn, "${local.site_bucket_arn}/*"] }
        }
      },
    ]
  })
}
