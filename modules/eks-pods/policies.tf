# Every policy, with the reason for each statement. README.md lists an operation for each action.

# Built from names instead of resource attributes, so that a policy can refer to resources created later.
locals {
  exporter_role_arn = "arn:${local.partition}:iam::${local.apps_account_id}:role/${var.exporter_role_name}"
  lake_bucket_arn   = "arn:${local.partition}:s3:::${var.lake_bucket_name}"
  reporter_role_arn = "arn:${local.partition}:iam::${local.apps_account_id}:role/${var.reporter_role_name}"
}

locals {
  lake_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Lets IAM policies in this account grant access to the key. Without it, losing the named principals makes the key unmanageable.
      # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      {
        Sid       = "EnableIAMPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.data_account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      # Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid       = "EncryptAndDecryptLakeForExporter"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.apps_account_id}:root" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.exporter_role_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.data_region}.amazonaws.com" }
          StringLike = {
            "kms:EncryptionContext:aws:s3:arn" = [local.lake_bucket_arn, "${local.lake_bucket_arn}/${var.exporter_lake_prefix}*"]
          }
        }
      },
      # To read an object, S3 decrypts its data key with the reader's permissions.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
      {
        Sid       = "DecryptLakeForReporter"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.apps_account_id}:root" }
        Action    = "kms:Decrypt"
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.reporter_role_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.data_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.lake_bucket_arn, "${local.lake_bucket_arn}/*"] }
        }
      },
    ]
  })

  lake_bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Denies every request without TLS.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.lake_bucket_arn, "${local.lake_bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      # Copying an object also writes its tags. The AWS CLI aborts a multipart upload that fails. S3 allows this to the initiator of an upload by default; s3:AbortMultipartUpload allows it for every upload.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
      {
        Sid       = "PutForExporter"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.apps_account_id}:root" }
        Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
        Resource  = "${local.lake_bucket_arn}/${var.exporter_lake_prefix}*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.exporter_role_arn } }
      },
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid       = "ListForReporter"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.apps_account_id}:root" }
        Action    = "s3:ListBucket"
        Resource  = local.lake_bucket_arn
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.reporter_role_arn } }
      },
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetForReporter"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.apps_account_id}:root" }
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.lake_bucket_arn}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.reporter_role_arn } }
      },
    ]
  })

  exporter_trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Others can get tokens of this provider, too. Only those with this audience and subject can assume the role.
      # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
      {
        Sid    = "AssumeRoleWithWebIdentity"
        Effect = "Allow"
        Principal = {
          Federated = "arn:${local.partition}:iam::${local.apps_account_id}:oidc-provider/${var.exporter_oidc_issuer}"
        }
        Action = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = { "${var.exporter_oidc_issuer}:aud" = "sts.amazonaws.com" }
          StringLike   = { "${var.exporter_oidc_issuer}:sub" = var.exporter_subjects }
        }
      },
    ]
  })

  exporter_identity_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Copying an object also writes its tags. The AWS CLI aborts a multipart upload that fails. S3 allows this to the initiator of an upload by default; s3:AbortMultipartUpload allows it for every upload.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
      {
        Sid       = "PutLake"
        Effect    = "Allow"
        Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
        Resource  = "${local.lake_bucket_arn}/${var.exporter_lake_prefix}*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.data_account_id } }
      },
      # Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid      = "EncryptAndDecryptLake"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.lake.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.data_region}.amazonaws.com" }
          StringLike = {
            "kms:EncryptionContext:aws:s3:arn" = [local.lake_bucket_arn, "${local.lake_bucket_arn}/${var.exporter_lake_prefix}*"]
          }
        }
      },
    ]
  })

  reporter_trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # EKS Pod Identity tags its sessions with the cluster, the namespace and the service account.
      # https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
      {
        Sid       = "StartSessionByService"
        Effect    = "Allow"
        Principal = { Service = "pods.eks.amazonaws.com" }
        Action    = ["sts:AssumeRole", "sts:TagSession"]
      },
    ]
  })

  reporter_identity_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid       = "ListLake"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.lake_bucket_arn
        Condition = { StringEquals = { "aws:ResourceAccount" = local.data_account_id } }
      },
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetLake"
        Effect    = "Allow"
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.lake_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.data_account_id } }
      },
      # To read an object, S3 decrypts its data key with the reader's permissions.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
      {
        Sid      = "DecryptLake"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = aws_kms_key.lake.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.data_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.lake_bucket_arn, "${local.lake_bucket_arn}/*"] }
        }
      },
    ]
  })
}
