# Every policy, with the reason for each statement. README.md lists an operation for each action.

# Built from names instead of resource attributes, so that a policy can refer to resources created later.
locals {
  analysts_permission_set_arn = "arn:${local.partition}:iam::${var.b_account_id}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_${var.analysts_permission_set_name}_????????????????"
  reports_bucket_arn          = "arn:${local.partition}:s3:::${var.reports_bucket_name}"
}

locals {
  reports_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Lets IAM policies in this account grant access to the key. Without it, losing the named principals makes the key unmanageable.
      # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      {
        Sid       = "EnableIAMPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.a_account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      # Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid       = "EncryptAndDecryptReportsForAnalysts"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${var.b_account_id}:root" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          ArnLike      = { "aws:PrincipalArn" = local.analysts_permission_set_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.a_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.reports_bucket_arn, "${local.reports_bucket_arn}/*"] }
        }
      },
    ]
  })

  reports_bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Denies every request without TLS.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.reports_bucket_arn, "${local.reports_bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid       = "ListForAnalysts"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${var.b_account_id}:root" }
        Action    = "s3:ListBucket"
        Resource  = local.reports_bucket_arn
        Condition = { ArnLike = { "aws:PrincipalArn" = local.analysts_permission_set_arn } }
      },
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetForAnalysts"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${var.b_account_id}:root" }
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.reports_bucket_arn}/*"
        Condition = { ArnLike = { "aws:PrincipalArn" = local.analysts_permission_set_arn } }
      },
      # Copying an object also writes its tags. The AWS CLI aborts a multipart upload that fails. S3 allows this to the initiator of an upload by default; s3:AbortMultipartUpload allows it for every upload.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
      {
        Sid       = "PutForAnalysts"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${var.b_account_id}:root" }
        Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
        Resource  = "${local.reports_bucket_arn}/*"
        Condition = { ArnLike = { "aws:PrincipalArn" = local.analysts_permission_set_arn } }
      },
    ]
  })

  analysts_identity_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid       = "ListReports"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.reports_bucket_arn
        Condition = { StringEquals = { "aws:ResourceAccount" = local.a_account_id } }
      },
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetReports"
        Effect    = "Allow"
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.reports_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.a_account_id } }
      },
      # Copying an object also writes its tags. The AWS CLI aborts a multipart upload that fails. S3 allows this to the initiator of an upload by default; s3:AbortMultipartUpload allows it for every upload.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
      {
        Sid       = "PutReports"
        Effect    = "Allow"
        Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
        Resource  = "${local.reports_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.a_account_id } }
      },
      # Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid      = "EncryptAndDecryptReports"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = "arn:${local.partition}:kms:${local.a_region}:${local.a_account_id}:key/*"
        Condition = {
          "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = "alias/${replace(var.reports_bucket_name, ".", "-")}" }
          StringEquals               = { "kms:ViaService" = "s3.${local.a_region}.amazonaws.com" }
          StringLike                 = { "kms:EncryptionContext:aws:s3:arn" = [local.reports_bucket_arn, "${local.reports_bucket_arn}/*"] }
        }
      },
    ]
  })
}
