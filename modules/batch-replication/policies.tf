# Every policy, with the reason for each statement. README.md lists an operation for each action.

# Built from names instead of resource attributes, so that a policy can refer to resources created later.
locals {
  source_replication_role_arn = "arn:${local.partition}:iam::${local.source_account_id}:role/${var.source_replication_role_name}"
  destination_bucket_arn      = "arn:${local.partition}:s3:::${var.destination_bucket_name}"
  jobs_bucket_arn             = "arn:${local.partition}:s3:::${var.jobs_bucket_name}"
  source_bucket_arn           = "arn:${local.partition}:s3:::${var.source_bucket_name}"
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
      # S3 encrypts replicas with kms:Encrypt. Bucket Keys also need kms:Decrypt, and unencrypted source objects need kms:GenerateDataKey.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid       = "EncryptDestinationForSourceReplication"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.source_account_id}:root" }
        Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = local.source_replication_role_arn }
          StringEquals = { "kms:ViaService" = "s3.${local.destination_region}.amazonaws.com" }
          StringLike = {
            "kms:EncryptionContext:aws:s3:arn" = [local.destination_bucket_arn, "${local.destination_bucket_arn}/*"]
          }
        }
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
      # S3 assumes the replication role to write replicas and their tags to the destination bucket. For tags, one AWS page requires s3:ReplicateTags, and another says that it is unnecessary.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
      {
        Sid       = "ReplicateForSourceReplication"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.source_account_id}:root" }
        Action    = ["s3:ReplicateObject", "s3:ReplicateTags"]
        Resource  = "${local.destination_bucket_arn}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = local.source_replication_role_arn } }
      },
    ]
  })

  jobs_key_policy = jsonencode({
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

  jobs_bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Denies every request without TLS.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.jobs_bucket_arn, "${local.jobs_bucket_arn}/*"]
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
        Sid      = "ReplicateDestination"
        Effect   = "Allow"
        Action   = ["s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${local.destination_bucket_arn}/*"
      },
      # S3 encrypts replicas with kms:Encrypt. Bucket Keys also need kms:Decrypt, and unencrypted source objects need kms:GenerateDataKey.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      {
        Sid      = "EncryptDestination"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.destination.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.destination_region}.amazonaws.com" }
          StringLike = {
            "kms:EncryptionContext:aws:s3:arn" = [local.destination_bucket_arn, "${local.destination_bucket_arn}/*"]
          }
        }
      },
    ]
  })

  backfill_trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Without this statement, no AWS service can assume the role.
      # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
      {
        Sid       = "AssumeRoleByService"
        Effect    = "Allow"
        Principal = { Service = "batchoperations.s3.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })

  backfill_identity_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetJobs"
        Effect    = "Allow"
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.jobs_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.source_account_id } }
      },
      # Copying an object also writes its tags. The AWS CLI aborts a multipart upload that fails. S3 allows this to the initiator of an upload by default; s3:AbortMultipartUpload allows it for every upload.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
      {
        Sid       = "PutJobs"
        Effect    = "Allow"
        Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
        Resource  = "${local.jobs_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.source_account_id } }
      },
      # With a version id, GetObject and HeadObject need s3:GetObjectVersion, and GetObjectTagging needs s3:GetObjectVersionTagging.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
      {
        Sid       = "GetVersionJobs"
        Effect    = "Allow"
        Action    = ["s3:GetObjectVersion", "s3:GetObjectVersionTagging"]
        Resource  = "${local.jobs_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.source_account_id } }
      },
      # Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      {
        Sid      = "EncryptAndDecryptJobs"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.jobs.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.source_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.jobs_bucket_arn, "${local.jobs_bucket_arn}/*"] }
        }
      },
      # A job of S3 Batch Replication requests the replication of each object. The replication role reads, encrypts and writes it.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-policies.html
      {
        Sid       = "InitiateReplicationSource"
        Effect    = "Allow"
        Action    = "s3:InitiateReplication"
        Resource  = "${local.source_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.source_account_id } }
      },
      # S3 generates the manifest of a Batch Operations job with an inventory of the bucket. For Batch Replication, it lists the objects that the replication rules are for.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-policies.html
      {
        Sid       = "GenerateManifestSource"
        Effect    = "Allow"
        Action    = ["s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration"]
        Resource  = local.source_bucket_arn
        Condition = { StringEquals = { "aws:ResourceAccount" = local.source_account_id } }
      },
    ]
  })
}
