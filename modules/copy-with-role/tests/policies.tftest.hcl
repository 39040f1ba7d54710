# Checks every statement of every policy against mocked accounts. Run it with terraform test.

mock_provider "aws" {
  alias = "source"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }

  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111111111111:role/mock" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::111111111111:policy/mock" }
  }
}

mock_provider "aws" {
  alias = "destination"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }

  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::222222222222:role/mock" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::222222222222:policy/mock" }
  }
}

variables {
  source_bucket_name      = "acme-source"
  destination_bucket_name = "acme-destination"
  porter_role_name        = "S3Porter"
  porter_assumed_by       = ["arn:aws:iam::222222222222:user/destination-admin"]
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(local.destination_key_policy).Statement) == 1
    error_message = "local.destination_key_policy must have 1 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.destination_key_policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of local.destination_key_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.destination_bucket_policy).Statement) == 1
    error_message = "local.destination_bucket_policy must have 1 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.destination_bucket_policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-destination", "arn:aws:s3:::acme-destination/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of local.destination_bucket_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.source_key_policy).Statement) == 2
    error_message = "local.source_key_policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_key_policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of local.source_key_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_key_policy).Statement[1]) == jsonencode({
      Sid       = "DecryptSourceForPorter"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/S3Porter" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike   = { "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/*"] }
      }
    })
    error_message = "Statement DecryptSourceForPorter of local.source_key_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.source_bucket_policy).Statement) == 3
    error_message = "local.source_bucket_policy must have 3 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_bucket_policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of local.source_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_bucket_policy).Statement[1]) == jsonencode({
      Sid       = "ListForPorter"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-source"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/S3Porter" } }
    })
    error_message = "Statement ListForPorter of local.source_bucket_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.source_bucket_policy).Statement[2]) == jsonencode({
      Sid       = "GetForPorter"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-source/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/S3Porter" } }
    })
    error_message = "Statement GetForPorter of local.source_bucket_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.porter_trust_policy).Statement) == 1
    error_message = "local.porter_trust_policy must have 1 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.porter_trust_policy).Statement[0]) == jsonencode({
      Sid       = "AssumeRole"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::222222222222:user/destination-admin"] }
      Action    = "sts:AssumeRole"
    })
    error_message = "Statement AssumeRole of local.porter_trust_policy has changed."
  }

  assert {
    condition     = length(jsondecode(local.porter_identity_policy).Statement) == 5
    error_message = "local.porter_identity_policy must have 5 statements."
  }

  assert {
    condition = jsonencode(jsondecode(local.porter_identity_policy).Statement[0]) == jsonencode({
      Sid       = "PutDestination"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-destination/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "222222222222" } }
    })
    error_message = "Statement PutDestination of local.porter_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.porter_identity_policy).Statement[1]) == jsonencode({
      Sid      = "EncryptAndDecryptDestination"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = aws_kms_key.destination.arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike = {
          "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-destination", "arn:aws:s3:::acme-destination/*"]
        }
      }
    })
    error_message = "Statement EncryptAndDecryptDestination of local.porter_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.porter_identity_policy).Statement[2]) == jsonencode({
      Sid       = "ListSource"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-source"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListSource of local.porter_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.porter_identity_policy).Statement[3]) == jsonencode({
      Sid       = "GetSource"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-source/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetSource of local.porter_identity_policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(local.porter_identity_policy).Statement[4]) == jsonencode({
      Sid      = "DecryptSource"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = aws_kms_key.source.arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike   = { "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/*"] }
      }
    })
    error_message = "Statement DecryptSource of local.porter_identity_policy has changed."
  }
}
