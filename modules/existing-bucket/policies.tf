# Every policy, with the reason for each statement. README.md lists an operation for each action.

# Built from names instead of resource attributes, so that a policy can refer to resources created later.
locals {
  batch_role_arn  = "arn:${local.partition}:iam::${local.apps_account_id}:role/${var.batch_role_name}"
  lake_bucket_arn = "arn:${local.partition}:s3:::${var.lake_bucket_name}"
}

locals {
  central_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid       = "EncryptAndDecryptLakeForBatch"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.apps_account_id}:root" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.batch_role_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.data_region}.amazonaws.com" }
          StringLike = {
            "kms:EncryptionContext:aws:s3:arn" = [local.lake_bucket_arn, "${local.lake_bucket_arn}/${var.batch_lake_prefix}*"]
          }
        }
      },
    ]
  })

  lake_bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.lake_bucket_arn, "${local.lake_bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "Auditors"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::333333333333:root" }
        Action    = ["s3:GetObject", "s3:ListBucket"]
        Resource  = [local.lake_bucket_arn, "${local.lake_bucket_arn}/*"]
      },
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid       = "ListForBatch"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.apps_account_id}:root" }
        Action    = "s3:ListBucket"
        Resource  = local.lake_bucket_arn
        Condition = {
          ArnEquals  = { "aws:PrincipalArn" = local.batch_role_arn }
          StringLike = { "s3:prefix" = "${var.batch_lake_prefix}*" }
        }
      },
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetForBatch"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.apps_account_id}:root" }
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.lake_bucket_arn}/${var.batch_lake_prefix}*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.batch_role_arn } }
      },
      # Copying an object also writes its tags. The AWS CLI aborts a multipart upload that fails. S3 allows this to the initiator of an upload by default; s3:AbortMultipartUpload allows it for every upload.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
      {
        Sid       = "PutForBatch"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.apps_account_id}:root" }
        Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
        Resource  = "${local.lake_bucket_arn}/${var.batch_lake_prefix}*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.batch_role_arn } }
      },
    ]
  })

  batch_identity_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid      = "ListLake"
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = local.lake_bucket_arn
        Condition = {
          StringEquals = { "aws:ResourceAccount" = local.data_account_id }
          StringLike   = { "s3:prefix" = "${var.batch_lake_prefix}*" }
        }
      },
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetLake"
        Effect    = "Allow"
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.lake_bucket_arn}/${var.batch_lake_prefix}*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.data_account_id } }
      },
      # Copying an object also writes its tags. The AWS CLI aborts a multipart upload that fails. S3 allows this to the initiator of an upload by default; s3:AbortMultipartUpload allows it for every upload.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
      {
        Sid       = "PutLake"
        Effect    = "Allow"
        Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
        Resource  = "${local.lake_bucket_arn}/${var.batch_lake_prefix}*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.data_account_id } }
      },
      # Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid      = "EncryptAndDecryptLake"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = var.central_key_arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.data_region}.amazonaws.com" }
          StringLike = {
            "kms:EncryptionContext:aws:s3:arn" = [local.lake_bucket_arn, "${local.lake_bucket_arn}/${var.batch_lake_prefix}*"]
          }
        }
      },
    ]
  })
}
