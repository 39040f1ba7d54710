# Every policy, with the reason for each statement. README.md lists an operation for each action.

# Built from names instead of resource attributes, so that a policy can refer to resources created later.
locals {
  source_replication_role_arn = "arn:${local.partition}:iam::${local.source_account_id}:role/${var.source_replication_role_name}"
  analysis_bucket_arn         = "arn:${local.partition}:s3:::${var.analysis_bucket_name}"
  backup_bucket_arn           = "arn:${local.partition}:s3:::${var.backup_bucket_name}"
  source_bucket_arn           = "arn:${local.partition}:s3:::${var.source_bucket_name}"
}

locals {
  analysis_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Lets IAM policies in this account grant access to the key. Without it, losing the named principals makes the key unmanageable.
      # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      {
        Sid       = "EnableIAMPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.analysis_account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      # S3 encrypts replicas with kms:Encrypt. Bucket Keys also need kms:Decrypt, and unencrypted source objects need kms:GenerateDataKey.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid       = "EncryptAnalysisForSourceReplication"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.source_account_id}:root" }
        Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.source_replication_role_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.analysis_region}.amazonaws.com" }
          StringLike = {
            "kms:EncryptionContext:aws:s3:arn" = [local.analysis_bucket_arn, "${local.analysis_bucket_arn}/reports/*"]
          }
        }
      },
    ]
  })

  analysis_bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Denies every request without TLS.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.analysis_bucket_arn, "${local.analysis_bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      # S3 assumes the replication role to write replicas and their tags to the destination bucket. For tags, one AWS page requires s3:ReplicateTags, and another says that it is unnecessary.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
      {
        Sid       = "ReplicateForSourceReplication"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.source_account_id}:root" }
        Action    = ["s3:ReplicateObject", "s3:ReplicateTags"]
        Resource  = "${local.analysis_bucket_arn}/reports/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.source_replication_role_arn } }
      },
    ]
  })

  backup_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Lets IAM policies in this account grant access to the key. Without it, losing the named principals makes the key unmanageable.
      # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      {
        Sid       = "EnableIAMPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.backup_account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      # S3 encrypts replicas with kms:Encrypt. Bucket Keys also need kms:Decrypt, and unencrypted source objects need kms:GenerateDataKey.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid       = "EncryptBackupForSourceReplication"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.source_account_id}:root" }
        Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.source_replication_role_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.backup_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.backup_bucket_arn, "${local.backup_bucket_arn}/*"] }
        }
      },
    ]
  })

  backup_bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Denies every request without TLS.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.backup_bucket_arn, "${local.backup_bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      # S3 assumes the replication role to write replicas and their tags to the destination bucket. For tags, one AWS page requires s3:ReplicateTags, and another says that it is unnecessary.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
      {
        Sid       = "ReplicateForSourceReplication"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.source_account_id}:root" }
        Action    = ["s3:ReplicateObject", "s3:ReplicateTags"]
        Resource  = "${local.backup_bucket_arn}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.source_replication_role_arn } }
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
    ]
  })

  source_replication_trust_policy = jsonencode({
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

  source_replication_identity_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # S3 assumes the replication role to read the replication configuration and to list the source bucket.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
      {
        Sid      = "ReadConfigurationSource"
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = local.source_bucket_arn
      },
      # SSE-KMS objects need s3:GetObjectVersionForReplication, not s3:GetObjectVersion. Tags, annotations and ACLs each need their own action.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid    = "GetVersionsSource"
        Effect = "Allow"
        Action = [
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionAnnotationForReplication",
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionTagging",
        ]
        Resource = "${local.source_bucket_arn}/*"
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
      # S3 assumes the replication role to write replicas and their tags to the destination bucket. For tags, one AWS page requires s3:ReplicateTags, and another says that it is unnecessary.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
      {
        Sid      = "ReplicateAnalysis"
        Effect   = "Allow"
        Action   = ["s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${local.analysis_bucket_arn}/reports/*"
      },
      # S3 encrypts replicas with kms:Encrypt. Bucket Keys also need kms:Decrypt, and unencrypted source objects need kms:GenerateDataKey.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid      = "EncryptAnalysis"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.analysis.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.analysis_region}.amazonaws.com" }
          StringLike = {
            "kms:EncryptionContext:aws:s3:arn" = [local.analysis_bucket_arn, "${local.analysis_bucket_arn}/reports/*"]
          }
        }
      },
      # S3 assumes the replication role to write replicas and their tags to the destination bucket. For tags, one AWS page requires s3:ReplicateTags, and another says that it is unnecessary.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
      {
        Sid      = "ReplicateBackup"
        Effect   = "Allow"
        Action   = ["s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${local.backup_bucket_arn}/*"
      },
      # S3 encrypts replicas with kms:Encrypt. Bucket Keys also need kms:Decrypt, and unencrypted source objects need kms:GenerateDataKey.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid      = "EncryptBackup"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.backup.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.backup_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.backup_bucket_arn, "${local.backup_bucket_arn}/*"] }
        }
      },
    ]
  })
}
