# Checks every policy statement of each resource, and where each policy and key is used. The providers are mocked.
# Run it with terraform test.

mock_provider "aws" {
  alias = "a"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }

  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  override_resource {
    target = aws_kms_key.reports
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001" }
  }
}

variables {
  b_account_id                 = "222222222222"
  reports_bucket_name          = "acme-analyst-reports"
  analysts_permission_set_name = "Analyst"
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(aws_kms_key.reports.policy).Statement) == 2
    error_message = "aws_kms_key.reports.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.reports.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.reports.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.reports.policy).Statement[1]) == jsonencode({
      Sid       = "EncryptAndDecryptReportsForAnalysts"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnLike = {
          "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_????????????????"
        }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-analyst-reports", "arn:aws:s3:::acme-analyst-reports/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptReportsForAnalysts of aws_kms_key.reports.policy has changed."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.reports.bucket == aws_s3_bucket.reports.id
    error_message = "aws_s3_bucket_public_access_block.reports.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.reports.bucket == aws_s3_bucket.reports.id
    error_message = "aws_s3_bucket_ownership_controls.reports.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.reports.bucket == aws_s3_bucket.reports.id
    error_message = "aws_s3_bucket_server_side_encryption_configuration.reports.bucket has changed."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.reports.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.reports.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.reports.bucket == aws_s3_bucket.reports.id
    error_message = "aws_s3_bucket_policy.reports.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.reports.policy).Statement) == 4
    error_message = "aws_s3_bucket_policy.reports.policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.reports.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-analyst-reports", "arn:aws:s3:::acme-analyst-reports/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.reports.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.reports.policy).Statement[1]) == jsonencode({
      Sid       = "ListForAnalysts"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-analyst-reports"
      Condition = {
        ArnLike = {
          "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_????????????????"
        }
      }
    })
    error_message = "Statement ListForAnalysts of aws_s3_bucket_policy.reports.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.reports.policy).Statement[2]) == jsonencode({
      Sid       = "GetForAnalysts"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-analyst-reports/*"
      Condition = {
        ArnLike = {
          "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_????????????????"
        }
      }
    })
    error_message = "Statement GetForAnalysts of aws_s3_bucket_policy.reports.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.reports.policy).Statement[3]) == jsonencode({
      Sid       = "PutForAnalysts"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-analyst-reports/*"
      Condition = {
        ArnLike = {
          "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_????????????????"
        }
      }
    })
    error_message = "Statement PutForAnalysts of aws_s3_bucket_policy.reports.policy has changed."
  }

  assert {
    condition     = length(jsondecode(output.handover_b.policies[0].policy).Statement) == 4
    error_message = "output.handover_b.policies[0].policy must have 4 statements."
  }

  assert {
    condition = jsonencode(jsondecode(output.handover_b.policies[0].policy).Statement[0]) == jsonencode({
      Sid       = "ListReports"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-analyst-reports"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListReports of output.handover_b.policies[0].policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(output.handover_b.policies[0].policy).Statement[1]) == jsonencode({
      Sid       = "GetReports"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-analyst-reports/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetReports of output.handover_b.policies[0].policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(output.handover_b.policies[0].policy).Statement[2]) == jsonencode({
      Sid       = "PutReports"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-analyst-reports/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutReports of output.handover_b.policies[0].policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(output.handover_b.policies[0].policy).Statement[3]) == jsonencode({
      Sid      = "EncryptAndDecryptReports"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:111111111111:key/*"
      Condition = {
        "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = "alias/${replace(var.reports_bucket_name, ".", "-")}" }
        StringEquals               = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-analyst-reports", "arn:aws:s3:::acme-analyst-reports/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptReports of output.handover_b.policies[0].policy has changed."
  }
}
