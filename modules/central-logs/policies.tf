# Every policy, with the reason for each statement. README.md lists an operation for each action.

# Built from names instead of resource attributes, so that a policy can refer to resources created later.
locals {
  logs_bucket_arn = "arn:${local.partition}:s3:::${var.logs_bucket_name}"
}

locals {
  logs_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Lets IAM policies in this account grant access to the key. Without it, losing the named principals makes the key unmanageable.
      # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      {
        Sid       = "EnableIAMPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.logs_account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      # The service uses the key of the bucket as its page says.
      # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html#AWS-logs-SSE-KMS-S3-V2
      {
        Sid       = "UseKeyForFlow"
        Effect    = "Allow"
        Principal = { Service = "delivery.logs.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:SourceArn" = [
              "arn:${local.partition}:logs:*:${var.apps_account_id}:*",
              "arn:${local.partition}:logs:*:${var.data_account_id}:*",
            ]
          }
          StringEquals = { "aws:SourceAccount" = [var.apps_account_id, var.data_account_id] }
        }
      },
      # The service encrypts what it delivers, and names what it acts for in the encryption context.
      # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
      {
        Sid       = "EncryptForTrail"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "kms:GenerateDataKey*"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:SourceArn" = [
              "arn:${local.partition}:cloudtrail:*:${var.apps_account_id}:trail/*",
              "arn:${local.partition}:cloudtrail:*:${var.data_account_id}:trail/*",
            ]
          }
          StringLike = {
            "kms:EncryptionContext:aws:cloudtrail:arn" = [
              "arn:${local.partition}:cloudtrail:*:${var.apps_account_id}:trail/*",
              "arn:${local.partition}:cloudtrail:*:${var.data_account_id}:trail/*",
            ]
          }
        }
      },
      # The service uses the key of the bucket as its page says.
      # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
      {
        Sid       = "UseKeyForTrail"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:DescribeKey"]
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:SourceArn" = [
              "arn:${local.partition}:cloudtrail:*:${var.apps_account_id}:trail/*",
              "arn:${local.partition}:cloudtrail:*:${var.data_account_id}:trail/*",
            ]
          }
        }
      },
    ]
  })

  logs_bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Denies every request without TLS.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.logs_bucket_arn, "${local.logs_bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      # The service asks for the bucket before it delivers.
      # https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
      {
        Sid       = "CheckForFlow"
        Effect    = "Allow"
        Principal = { Service = "delivery.logs.amazonaws.com" }
        Action    = "s3:GetBucketAcl"
        Resource  = local.logs_bucket_arn
        Condition = {
          ArnLike = {
            "aws:SourceArn" = [
              "arn:${local.partition}:logs:*:${var.apps_account_id}:*",
              "arn:${local.partition}:logs:*:${var.data_account_id}:*",
            ]
          }
          StringEquals = { "aws:SourceAccount" = [var.apps_account_id, var.data_account_id] }
        }
      },
      # The service acts with its own principal. It delivers only for these accounts, so that others cannot use it to do the same.
      # https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
      {
        Sid       = "DeliverForFlow"
        Effect    = "Allow"
        Principal = { Service = "delivery.logs.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource = [
          "${local.logs_bucket_arn}/AWSLogs/${var.data_account_id}/*",
          "${local.logs_bucket_arn}/AWSLogs/aws-account-id=${var.data_account_id}/*",
        ]
        Condition = {
          ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:logs:*:${var.data_account_id}:*" }
          StringEquals = { "aws:SourceAccount" = var.data_account_id }
        }
      },
      # The service acts with its own principal. It delivers only for these accounts, so that others cannot use it to do the same.
      # https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
      {
        Sid       = "DeliverForFlow2"
        Effect    = "Allow"
        Principal = { Service = "delivery.logs.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource = [
          "${local.logs_bucket_arn}/AWSLogs/${var.apps_account_id}/*",
          "${local.logs_bucket_arn}/AWSLogs/aws-account-id=${var.apps_account_id}/*",
        ]
        Condition = {
          ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:logs:*:${var.apps_account_id}:*" }
          StringEquals = { "aws:SourceAccount" = var.apps_account_id }
        }
      },
      # The service asks for the bucket before it delivers.
      # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
      {
        Sid       = "CheckForTrail"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:GetBucketAcl"
        Resource  = local.logs_bucket_arn
        Condition = {
          ArnLike = {
            "aws:SourceArn" = [
              "arn:${local.partition}:cloudtrail:*:${var.apps_account_id}:trail/*",
              "arn:${local.partition}:cloudtrail:*:${var.data_account_id}:trail/*",
            ]
          }
        }
      },
      # The service acts with its own principal. It delivers only for these accounts, so that others cannot use it to do the same.
      # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
      {
        Sid       = "DeliverForTrail"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${local.logs_bucket_arn}/AWSLogs/${var.data_account_id}/*"
        Condition = {
          ArnLike = { "aws:SourceArn" = "arn:${local.partition}:cloudtrail:*:${var.data_account_id}:trail/*" }
        }
      },
      # The service acts with its own principal. It delivers only for these accounts, so that others cannot use it to do the same.
      # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
      {
        Sid       = "DeliverForTrail2"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${local.logs_bucket_arn}/AWSLogs/${var.apps_account_id}/*"
        Condition = {
          ArnLike = { "aws:SourceArn" = "arn:${local.partition}:cloudtrail:*:${var.apps_account_id}:trail/*" }
        }
      },
    ]
  })

  auditor_trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Without this statement, these principals cannot assume the role.
      # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
      {
        Sid       = "AssumeRole"
        Effect    = "Allow"
        Principal = { AWS = var.auditor_assumed_by }
        Action    = "sts:AssumeRole"
      },
    ]
  })

  auditor_identity_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # ListObjectsV2 is authorized on the bucket, not on its objects.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      {
        Sid       = "ListLogs"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.logs_bucket_arn
        Condition = { StringEquals = { "aws:ResourceAccount" = local.logs_account_id } }
      },
      # Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.
      # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
      {
        Sid       = "GetLogs"
        Effect    = "Allow"
        Action    = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource  = "${local.logs_bucket_arn}/*"
        Condition = { StringEquals = { "aws:ResourceAccount" = local.logs_account_id } }
      },
      # To read an object, S3 decrypts its data key with the reader's permissions.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
      {
        Sid      = "DecryptLogs"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = aws_kms_key.logs.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.logs_region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.logs_bucket_arn, "${local.logs_bucket_arn}/*"] }
        }
      },
      # CloudTrail encrypts its logs with the ARN of the trail as encryption context. AWS requires a statement with this context for who reads them.
      # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html#create-kms-key-policy-for-cloudtrail-decrypt
      {
        Sid      = "DecryptTrailsLogs"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = aws_kms_key.logs.arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${local.logs_region}.amazonaws.com" }
          StringLike = {
            "kms:EncryptionContext:aws:cloudtrail:arn" = [
              "arn:${local.partition}:cloudtrail:*:${var.apps_account_id}:trail/*",
              "arn:${local.partition}:cloudtrail:*:${var.data_account_id}:trail/*",
            ]
          }
        }
      },
    ]
  })
}
