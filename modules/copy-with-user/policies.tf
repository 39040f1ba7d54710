# Every policy, with the reason for each statement. README.md lists an operation for each action.

# Built from names instead of resource attributes, so that a policy can refer to resources created later.
locals {
  sync_user_arn          = "arn:${local.partition}:iam::${local.destination_account_id}:user/${var.sync_user_name}"
  source_bucket_arn      = "arn:${local.partition}:s3:::${var.source_bucket_name}"
  destination_bucket_arn = "arn:${local.partition}:s3:::${var.destination_bucket_name}"
}

locals {
  archive_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Lets IAM policies in this account grant access to the key. Without it, losing the named principals makes the key unmanageable.
      # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      {
        Sid       = "EnableIAMPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.source_account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      # To read an object, S3 decrypts its data key with the reader's permissions.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
      {
        Sid       = "DecryptSourceUnderArchiveForSync"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.destination_account_id}:root" }
        Action    = "kms:Decrypt"
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.sync_user_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.source_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.source_bucket_arn, "${local.source_bucket_arn}/*"] }
        }
      },
    ]
  })

  source_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Lets IAM policies in this account grant access to the key. Without it, losing the named principals makes the key unmanageable.
      # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      {
        Sid       = "EnableIAMPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.source_account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      # Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid       = "EncryptAndDecryptDestinationForSync"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.destination_account_id}:root" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.sync_user_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.source_region}.amazonaws.com" }
          StringLike = {
            "kms:EncryptionContext:aws:s3:arn" = [local.destination_bucket_arn, "${local.destination_bucket_arn}/*"]
          }
        }
      },
      # To read an object, S3 decrypts its data key with the reader's permissions.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
      {
        Sid       = "DecryptSourceForSync"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.destination_account_id}:root" }
        Action    = "kms:Decrypt"
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.sync_user_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.source_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.source_bucket_arn, "${local.source_bucket_arn}/*"] }
        }
      },
    ]
  })

  source_bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Denies every request without TLS.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.source_bucket_arn, "${local.source_bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid       = "ListForSync"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.destination_account_id}:root" }
        Action    = "s3:ListBucket"
        Resource  = local.source_bucket_arn
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.sync_user_arn } }
      },
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetForSync"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.destination_account_id}:root" }
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.source_bucket_arn}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.sync_user_arn } }
      },
    ]
  })

  destination_bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Denies every request without TLS.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.destination_bucket_arn, "${local.destination_bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      # Denies uploads that name a key other than the bucket's.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
      {
        Sid       = "DenyOtherKey"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:PutObject", "s3:ReplicateObject", "s3:UpdateObjectEncryption"]
        Resource  = "${local.destination_bucket_arn}/*"
        Condition = {
          ArnNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = aws_kms_key.source.arn }
          Null         = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
        }
      },
      # Denies uploads that name an algorithm other than SSE-KMS.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
      {
        Sid       = "DenyOtherAlgorithm"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:PutObject", "s3:ReplicateObject", "s3:UpdateObjectEncryption"]
        Resource  = "${local.destination_bucket_arn}/*"
        Condition = {
          Null            = { "s3:x-amz-server-side-encryption" = "false" }
          StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }
        }
      },
      # Denies SSE-KMS uploads without a key: S3 would use the AWS managed key, which other accounts cannot use.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
      {
        Sid       = "DenyAwsManagedKey"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:PutObject", "s3:ReplicateObject", "s3:UpdateObjectEncryption"]
        Resource  = "${local.destination_bucket_arn}/*"
        Condition = {
          Null         = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "true" }
          StringEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }
        }
      },
      # Denies SSE-C uploads: only the holder of the customer-provided key could read the objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
      {
        Sid       = "DenyCustomerProvidedKey"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:PutObject", "s3:ReplicateObject"]
        Resource  = "${local.destination_bucket_arn}/*"
        Condition = { Null = { "s3:x-amz-server-side-encryption-customer-algorithm" = "false" } }
      },
    ]
  })

  sync_identity_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid       = "ListDestination"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.destination_bucket_arn
        Condition = { StringEquals = { "aws:ResourceAccount" = local.destination_account_id } }
      },
      # Copying an object also writes its tags. The AWS CLI aborts a multipart upload that fails. S3 allows this to the initiator of an upload by default; s3:AbortMultipartUpload allows it for every upload.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
      {
        Sid       = "PutDestination"
        Effect    = "Allow"
        Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
        Resource  = "${local.destination_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.destination_account_id } }
      },
      # Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid      = "EncryptAndDecryptDestination"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.source.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.source_region}.amazonaws.com" }
          StringLike = {
            "kms:EncryptionContext:aws:s3:arn" = [local.destination_bucket_arn, "${local.destination_bucket_arn}/*"]
          }
        }
      },
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid       = "ListSource"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.source_bucket_arn
        Condition = { StringEquals = { "aws:ResourceAccount" = local.source_account_id } }
      },
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetSource"
        Effect    = "Allow"
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.source_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.source_account_id } }
      },
      # To read an object, S3 decrypts its data key with the reader's permissions.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
      {
        Sid      = "DecryptSource"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = aws_kms_key.source.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.source_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.source_bucket_arn, "${local.source_bucket_arn}/*"] }
        }
      },
      # To read an object, S3 decrypts its data key with the reader's permissions.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
      {
        Sid      = "DecryptSourceUnderArchive"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = aws_kms_key.archive.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.source_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.source_bucket_arn, "${local.source_bucket_arn}/*"] }
        }
      },
    ]
  })
}
