# Checks every policy statement of each resource, and where each policy and key is used. The providers are mocked.
# Run it with terraform test.

mock_provider "aws" {
  alias = "logs"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "333333333333" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  override_resource {
    target = aws_kms_key.logs
    values = { arn = "arn:aws:kms:eu-west-1:333333333333:key/00000000-0000-0000-0000-000000000001" }
  }

  override_resource {
    target = aws_iam_role.auditor
    values = { arn = "arn:aws:iam::333333333333:role/auditor" }
  }
}

variables {
  data_account_id    = "111111111111"
  apps_account_id    = "222222222222"
  logs_bucket_name   = "acme-central-logs"
  auditor_role_name  = "acme-auditor"
  auditor_assumed_by = ["arn:aws:iam::111111111111:role/security"]
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(aws_kms_key.logs.policy).Statement) == 4
    error_message = "aws_kms_key.logs.policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.logs.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::333333333333:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.logs.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.logs.policy).Statement[1]) == jsonencode({
      Sid       = "UseKeyForFlow"
      Effect    = "Allow"
      Principal = { Service = "delivery.logs.amazonaws.com" }
      Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
      Resource  = "*"
      Condition = {
        ArnLike      = { "aws:SourceArn" = ["arn:aws:logs:*:222222222222:*", "arn:aws:logs:*:111111111111:*"] }
        StringEquals = { "aws:SourceAccount" = ["222222222222", "111111111111"] }
      }
    })
    error_message = "Statement UseKeyForFlow of aws_kms_key.logs.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.logs.policy).Statement[2]) == jsonencode({
      Sid       = "EncryptForTrail"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "kms:GenerateDataKey*"
      Resource  = "*"
      Condition = {
        ArnLike = {
          "aws:SourceArn" = ["arn:aws:cloudtrail:*:222222222222:trail/*", "arn:aws:cloudtrail:*:111111111111:trail/*"]
        }
        StringLike = {
          "kms:EncryptionContext:aws:cloudtrail:arn" = ["arn:aws:cloudtrail:*:222222222222:trail/*", "arn:aws:cloudtrail:*:111111111111:trail/*"]
        }
      }
    })
    error_message = "Statement EncryptForTrail of aws_kms_key.logs.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.logs.policy).Statement[3]) == jsonencode({
      Sid       = "UseKeyForTrail"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = ["kms:Decrypt", "kms:DescribeKey"]
      Resource  = "*"
      Condition = {
        ArnLike = {
          "aws:SourceArn" = ["arn:aws:cloudtrail:*:222222222222:trail/*", "arn:aws:cloudtrail:*:111111111111:trail/*"]
        }
      }
    })
    error_message = "Statement UseKeyForTrail of aws_kms_key.logs.policy has changed."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.logs.bucket == aws_s3_bucket.logs.id
    error_message = "aws_s3_bucket_public_access_block.logs.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.logs.bucket == aws_s3_bucket.logs.id
    error_message = "aws_s3_bucket_ownership_controls.logs.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.logs.bucket == aws_s3_bucket.logs.id
    error_message = "aws_s3_bucket_server_side_encryption_configuration.logs.bucket has changed."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.logs.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:eu-west-1:333333333333:key/00000000-0000-0000-0000-000000000001"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.logs.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.logs.bucket == aws_s3_bucket.logs.id
    error_message = "aws_s3_bucket_policy.logs.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.logs.policy).Statement) == 7
    error_message = "aws_s3_bucket_policy.logs.policy must have 7 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.logs.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-central-logs", "arn:aws:s3:::acme-central-logs/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.logs.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.logs.policy).Statement[1]) == jsonencode({
      Sid       = "CheckForFlow"
      Effect    = "Allow"
      Principal = { Service = "delivery.logs.amazonaws.com" }
      Action    = "s3:GetBucketAcl"
      Resource  = "arn:aws:s3:::acme-central-logs"
      Condition = {
        ArnLike      = { "aws:SourceArn" = ["arn:aws:logs:*:222222222222:*", "arn:aws:logs:*:111111111111:*"] }
        StringEquals = { "aws:SourceAccount" = ["222222222222", "111111111111"] }
      }
    })
    error_message = "Statement CheckForFlow of aws_s3_bucket_policy.logs.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.logs.policy).Statement[2]) == jsonencode({
      Sid       = "DeliverForFlow"
      Effect    = "Allow"
      Principal = { Service = "delivery.logs.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource = [
        "arn:aws:s3:::acme-central-logs/AWSLogs/111111111111/*",
        "arn:aws:s3:::acme-central-logs/AWSLogs/aws-account-id=111111111111/*",
      ]
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:aws:logs:*:111111111111:*" }
        StringEquals = { "aws:SourceAccount" = "111111111111" }
      }
    })
    error_message = "Statement DeliverForFlow of aws_s3_bucket_policy.logs.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.logs.policy).Statement[3]) == jsonencode({
      Sid       = "DeliverForFlow2"
      Effect    = "Allow"
      Principal = { Service = "delivery.logs.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource = [
        "arn:aws:s3:::acme-central-logs/AWSLogs/222222222222/*",
        "arn:aws:s3:::acme-central-logs/AWSLogs/aws-account-id=222222222222/*",
      ]
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:aws:logs:*:222222222222:*" }
        StringEquals = { "aws:SourceAccount" = "222222222222" }
      }
    })
    error_message = "Statement DeliverForFlow2 of aws_s3_bucket_policy.logs.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.logs.policy).Statement[4]) == jsonencode({
      Sid       = "CheckForTrail"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:GetBucketAcl"
      Resource  = "arn:aws:s3:::acme-central-logs"
      Condition = {
        ArnLike = {
          "aws:SourceArn" = ["arn:aws:cloudtrail:*:222222222222:trail/*", "arn:aws:cloudtrail:*:111111111111:trail/*"]
        }
      }
    })
    error_message = "Statement CheckForTrail of aws_s3_bucket_policy.logs.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.logs.policy).Statement[5]) == jsonencode({
      Sid       = "DeliverForTrail"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::acme-central-logs/AWSLogs/111111111111/*"
      Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:cloudtrail:*:111111111111:trail/*" } }
    })
    error_message = "Statement DeliverForTrail of aws_s3_bucket_policy.logs.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.logs.policy).Statement[6]) == jsonencode({
      Sid       = "DeliverForTrail2"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::acme-central-logs/AWSLogs/222222222222/*"
      Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:cloudtrail:*:222222222222:trail/*" } }
    })
    error_message = "Statement DeliverForTrail2 of aws_s3_bucket_policy.logs.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role.auditor.assume_role_policy).Statement) == 1
    error_message = "aws_iam_role.auditor.assume_role_policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.auditor.assume_role_policy).Statement[0]) == jsonencode({
      Sid       = "AssumeRole"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111111111111:role/security"] }
      Action    = "sts:AssumeRole"
    })
    error_message = "Statement AssumeRole of aws_iam_role.auditor.assume_role_policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.auditor.policy).Statement) == 4
    error_message = "aws_iam_role_policy.auditor.policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.auditor.policy).Statement[0]) == jsonencode({
      Sid       = "ListLogs"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-central-logs"
      Condition = { StringEquals = { "aws:ResourceAccount" = "333333333333" } }
    })
    error_message = "Statement ListLogs of aws_iam_role_policy.auditor.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.auditor.policy).Statement[1]) == jsonencode({
      Sid       = "GetLogs"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-central-logs/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "333333333333" } }
    })
    error_message = "Statement GetLogs of aws_iam_role_policy.auditor.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.auditor.policy).Statement[2]) == jsonencode({
      Sid      = "DecryptLogs"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = "arn:aws:kms:eu-west-1:333333333333:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-central-logs", "arn:aws:s3:::acme-central-logs/*"]
        }
      }
    })
    error_message = "Statement DecryptLogs of aws_iam_role_policy.auditor.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.auditor.policy).Statement[3]) == jsonencode({
      Sid      = "DecryptTrailsLogs"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = "arn:aws:kms:eu-west-1:333333333333:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:cloudtrail:arn" = ["arn:aws:cloudtrail:*:222222222222:trail/*", "arn:aws:cloudtrail:*:111111111111:trail/*"]
        }
      }
    })
    error_message = "Statement DecryptTrailsLogs of aws_iam_role_policy.auditor.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.auditor.role == aws_iam_role.auditor.name
    error_message = "aws_iam_role_policy.auditor.role has changed."
  }
}
