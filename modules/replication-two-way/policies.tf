# Every policy, with the reason for each statement. README.md lists an operation for each action.

# Built from names instead of resource attributes, so that a policy can refer to resources created later.
locals {
  west_replication_role_arn = "arn:${local.partition}:iam::${local.west_account_id}:role/${var.west_replication_role_name}"
  east_bucket_arn           = "arn:${local.partition}:s3:::${var.east_bucket_name}"
  west_bucket_arn           = "arn:${local.partition}:s3:::${var.west_bucket_name}"
  east_replication_role_arn = "arn:${local.partition}:iam::${local.east_account_id}:role/${var.east_replication_role_name}"
}

locals {
  east_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Lets IAM policies in this account grant access to the key. Without it, losing the named principals makes the key unmanageable.
      # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      {
        Sid       = "EnableIAMPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.east_account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      # S3 encrypts replicas with kms:Encrypt. Bucket Keys also need kms:Decrypt, and unencrypted source objects need kms:GenerateDataKey.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid       = "EncryptEastForWestReplication"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.west_account_id}:root" }
        Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.west_replication_role_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.east_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.east_bucket_arn, "${local.east_bucket_arn}/*"] }
        }
      },
    ]
  })

  east_bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Denies every request without TLS.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.east_bucket_arn, "${local.east_bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      # S3 assumes the replication role to write replicas, their tags and delete markers to the destination bucket. For tags, one AWS page requires s3:ReplicateTags, and another says that it is unnecessary.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
      {
        Sid       = "ReplicateForWestReplication"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.west_account_id}:root" }
        Action    = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource  = "${local.east_bucket_arn}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.west_replication_role_arn } }
      },
    ]
  })

  east_replication_trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Without this statement, no AWS service can assume the role.
      # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
      {
        Sid       = "AssumeRoleByService"
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })

  east_replication_identity_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # S3 assumes the replication role to read the replication configuration and to list the source bucket.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
      {
        Sid      = "ReadConfigurationEast"
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = local.east_bucket_arn
      },
      # SSE-KMS objects need s3:GetObjectVersionForReplication, not s3:GetObjectVersion. Tags, annotations and ACLs each need their own action.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid    = "GetVersionsEast"
        Effect = "Allow"
        Action = [
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionAnnotationForReplication",
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionTagging",
        ]
        Resource = "${local.east_bucket_arn}/*"
      },
      # To read an object, S3 decrypts its data key with the reader's permissions.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
      {
        Sid      = "DecryptEast"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = aws_kms_key.east.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.east_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.east_bucket_arn, "${local.east_bucket_arn}/*"] }
        }
      },
      # S3 assumes the replication role to write replicas, their tags and delete markers to the destination bucket. For tags, one AWS page requires s3:ReplicateTags, and another says that it is unnecessary.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
      {
        Sid      = "ReplicateWest"
        Effect   = "Allow"
        Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${local.west_bucket_arn}/*"
      },
      # S3 encrypts replicas with kms:Encrypt. Bucket Keys also need kms:Decrypt, and unencrypted source objects need kms:GenerateDataKey.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid      = "EncryptWest"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.west.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.west_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.west_bucket_arn, "${local.west_bucket_arn}/*"] }
        }
      },
    ]
  })

  west_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Lets IAM policies in this account grant access to the key. Without it, losing the named principals makes the key unmanageable.
      # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      {
        Sid       = "EnableIAMPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.west_account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      # S3 encrypts replicas with kms:Encrypt. Bucket Keys also need kms:Decrypt, and unencrypted source objects need kms:GenerateDataKey.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid       = "EncryptWestForEastReplication"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.east_account_id}:root" }
        Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.east_replication_role_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.west_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.west_bucket_arn, "${local.west_bucket_arn}/*"] }
        }
      },
    ]
  })

  west_bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Denies every request without TLS.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.west_bucket_arn, "${local.west_bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      # S3 assumes the replication role to write replicas, their tags and delete markers to the destination bucket. For tags, one AWS page requires s3:ReplicateTags, and another says that it is unnecessary.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
      {
        Sid       = "ReplicateForEastReplication"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.east_account_id}:root" }
        Action    = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource  = "${local.west_bucket_arn}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.east_replication_role_arn } }
      },
    ]
  })

  west_replication_trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Without this statement, no AWS service can assume the role.
      # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
      {
        Sid       = "AssumeRoleByService"
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })

  west_replication_identity_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # S3 assumes the replication role to read the replication configuration and to list the source bucket.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
      {
        Sid      = "ReadConfigurationWest"
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = local.west_bucket_arn
      },
      # SSE-KMS objects need s3:GetObjectVersionForReplication, not s3:GetObjectVersion. Tags, annotations and ACLs each need their own action.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid    = "GetVersionsWest"
        Effect = "Allow"
        Action = [
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionAnnotationForReplication",
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionTagging",
        ]
        Resource = "${local.west_bucket_arn}/*"
      },
      # To read an object, S3 decrypts its data key with the reader's permissions.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
      {
        Sid      = "DecryptWest"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = aws_kms_key.west.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.west_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.west_bucket_arn, "${local.west_bucket_arn}/*"] }
        }
      },
      # S3 assumes the replication role to write replicas, their tags and delete markers to the destination bucket. For tags, one AWS page requires s3:ReplicateTags, and another says that it is unnecessary.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
      {
        Sid      = "ReplicateEast"
        Effect   = "Allow"
        Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${local.east_bucket_arn}/*"
      },
      # S3 encrypts replicas with kms:Encrypt. Bucket Keys also need kms:Decrypt, and unencrypted source objects need kms:GenerateDataKey.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid      = "EncryptEast"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.east.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.east_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.east_bucket_arn, "${local.east_bucket_arn}/*"] }
        }
      },
    ]
  })
}
