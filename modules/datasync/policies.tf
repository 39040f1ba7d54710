# Every policy, with the reason for each statement. README.md lists an operation for each action.

# Built from names instead of resource attributes, so that a policy can refer to resources created later.
locals {
  destination_bucket_arn = "arn:${local.partition}:s3:::${var.destination_bucket_name}"
  mover_role_arn         = "arn:${local.partition}:iam::${local.destination_account_id}:role/${var.mover_role_name}"
  source_bucket_arn      = "arn:${local.partition}:s3:::${var.source_bucket_name}"
  deployer_role_arn      = "arn:${local.partition}:iam::${local.destination_account_id}:role/${var.deployer_role_name}"
}

locals {
  destination_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Lets IAM policies in this account grant access to the key. Without it, losing the named principals makes the key unmanageable.
      # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      {
        Sid       = "EnableIAMPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.destination_account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
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
      # To read an object, S3 decrypts its data key with the reader's permissions.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
      {
        Sid       = "DecryptSourceForMover"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.destination_account_id}:root" }
        Action    = "kms:Decrypt"
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.mover_role_arn }
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
        Sid       = "ListForDeployerAndOthers"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.destination_account_id}:root" }
        Action    = "s3:ListBucket"
        Resource  = local.source_bucket_arn
        Condition = { ArnEquals = { "aws:PrincipalArn" = [local.deployer_role_arn, local.mover_role_arn] } }
      },
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetForMover"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.destination_account_id}:root" }
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.source_bucket_arn}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.mover_role_arn } }
      },
      # Athena, Snowflake, DataSync and other clients request the Region of a bucket before they use it.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
      {
        Sid       = "LocateForMover"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.destination_account_id}:root" }
        Action    = "s3:GetBucketLocation"
        Resource  = local.source_bucket_arn
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.mover_role_arn } }
      },
      # ListMultipartUploads is authorized on the bucket. It has no condition key for a prefix, so it covers the uploads of the whole bucket.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid       = "ListUploadsForMover"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.destination_account_id}:root" }
        Action    = "s3:ListBucketMultipartUploads"
        Resource  = local.source_bucket_arn
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.mover_role_arn } }
      },
      # ListParts needs s3:ListMultipartUploadParts for uploads that another principal initiated.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid       = "ListPartsForMover"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.destination_account_id}:root" }
        Action    = "s3:ListMultipartUploadParts"
        Resource  = "${local.source_bucket_arn}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.mover_role_arn } }
      },
    ]
  })

  deployer_identity_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid       = "ListSource"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.source_bucket_arn
        Condition = { StringEquals = { "aws:ResourceAccount" = local.source_account_id } }
      },
    ]
  })

  mover_trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Without this statement, no AWS service can assume the role.
      # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
      {
        Sid       = "AssumeRoleByService"
        Effect    = "Allow"
        Principal = { Service = "datasync.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = {
          ArnLike      = { "aws:SourceArn" = var.mover_source_arn }
          StringEquals = { "aws:SourceAccount" = local.destination_account_id }
        }
      },
    ]
  })

  mover_identity_policy = jsonencode({
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
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetDestination"
        Effect    = "Allow"
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.destination_bucket_arn}/*"
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
      # `aws s3 rm`, `mv` and `sync --delete` delete objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
      {
        Sid       = "DeleteDestination"
        Effect    = "Allow"
        Action    = "s3:DeleteObject"
        Resource  = "${local.destination_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.destination_account_id } }
      },
      # Athena, Snowflake, DataSync and other clients request the Region of a bucket before they use it.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
      {
        Sid       = "LocateDestination"
        Effect    = "Allow"
        Action    = "s3:GetBucketLocation"
        Resource  = local.destination_bucket_arn
        Condition = { StringEquals = { "aws:ResourceAccount" = local.destination_account_id } }
      },
      # ListMultipartUploads is authorized on the bucket. It has no condition key for a prefix, so it covers the uploads of the whole bucket.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid       = "ListUploadsDestination"
        Effect    = "Allow"
        Action    = "s3:ListBucketMultipartUploads"
        Resource  = local.destination_bucket_arn
        Condition = { StringEquals = { "aws:ResourceAccount" = local.destination_account_id } }
      },
      # ListParts needs s3:ListMultipartUploadParts for uploads that another principal initiated.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid       = "ListPartsDestination"
        Effect    = "Allow"
        Action    = "s3:ListMultipartUploadParts"
        Resource  = "${local.destination_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.destination_account_id } }
      },
      # Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid      = "EncryptAndDecryptDestination"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.destination.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.destination_region}.amazonaws.com" }
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
      # Athena, Snowflake, DataSync and other clients request the Region of a bucket before they use it.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
      {
        Sid       = "LocateSource"
        Effect    = "Allow"
        Action    = "s3:GetBucketLocation"
        Resource  = local.source_bucket_arn
        Condition = { StringEquals = { "aws:ResourceAccount" = local.source_account_id } }
      },
      # ListMultipartUploads is authorized on the bucket. It has no condition key for a prefix, so it covers the uploads of the whole bucket.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid       = "ListUploadsSource"
        Effect    = "Allow"
        Action    = "s3:ListBucketMultipartUploads"
        Resource  = local.source_bucket_arn
        Condition = { StringEquals = { "aws:ResourceAccount" = local.source_account_id } }
      },
      # ListParts needs s3:ListMultipartUploadParts for uploads that another principal initiated.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid       = "ListPartsSource"
        Effect    = "Allow"
        Action    = "s3:ListMultipartUploadParts"
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
    ]
  })
}
