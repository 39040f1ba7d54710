# Checks every policy statement of each resource, and where each policy and key is used. The providers are mocked.
# Run it with terraform test.

mock_provider "aws" {
  alias = "web"

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
    target = aws_kms_key.site
    values = { arn = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001" }
  }
}

mock_provider "aws" {
  alias = "ci"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }

  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  override_resource {
    target = aws_iam_role.deployer
    values = { arn = "arn:aws:iam::222222222222:role/deployer" }
  }
}

variables {
  site_bucket_name   = "acme-site"
  deployer_role_name = "SiteDeployer"
  deployer_subjects  = ["repo:acme/site:ref:refs/heads/main"]
}

# A plan does not know the ARNs of keys, so this run applies. It creates nothing: the providers are mocked.
run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(aws_kms_key.site.policy).Statement) == 2
    error_message = "aws_kms_key.site.policy must have 2 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.site.policy).Statement[0]) == jsonencode({
      Sid       = "EnableIAMPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    })
    error_message = "Statement EnableIAMPolicies of aws_kms_key.site.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_kms_key.site.policy).Statement[1]) == jsonencode({
      Sid       = "EncryptAndDecryptSiteForDeployer"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/SiteDeployer" }
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike   = { "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-site", "arn:aws:s3:::acme-site/*"] }
      }
    })
    error_message = "Statement EncryptAndDecryptSiteForDeployer of aws_kms_key.site.policy has changed."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.site.bucket == aws_s3_bucket.site.id
    error_message = "aws_s3_bucket_public_access_block.site.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.site.bucket == aws_s3_bucket.site.id
    error_message = "aws_s3_bucket_ownership_controls.site.bucket has changed."
  }

  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.site.bucket == aws_s3_bucket.site.id
    error_message = "aws_s3_bucket_server_side_encryption_configuration.site.bucket has changed."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.site.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
    error_message = "one(aws_s3_bucket_server_side_encryption_configuration.site.rule).apply_server_side_encryption_by_default[0].kms_master_key_id has changed."
  }

  assert {
    condition     = aws_s3_bucket_policy.site.bucket == aws_s3_bucket.site.id
    error_message = "aws_s3_bucket_policy.site.bucket has changed."
  }

  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.site.policy).Statement) == 5
    error_message = "aws_s3_bucket_policy.site.policy must have 5 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.site.policy).Statement[0]) == jsonencode({
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-site", "arn:aws:s3:::acme-site/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "Statement DenyInsecureTransport of aws_s3_bucket_policy.site.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.site.policy).Statement[1]) == jsonencode({
      Sid       = "ListForDeployer"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-site"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/SiteDeployer" } }
    })
    error_message = "Statement ListForDeployer of aws_s3_bucket_policy.site.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.site.policy).Statement[2]) == jsonencode({
      Sid       = "GetForDeployer"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-site/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/SiteDeployer" } }
    })
    error_message = "Statement GetForDeployer of aws_s3_bucket_policy.site.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.site.policy).Statement[3]) == jsonencode({
      Sid       = "PutForDeployer"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-site/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/SiteDeployer" } }
    })
    error_message = "Statement PutForDeployer of aws_s3_bucket_policy.site.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_s3_bucket_policy.site.policy).Statement[4]) == jsonencode({
      Sid       = "DeleteForDeployer"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = "s3:DeleteObject"
      Resource  = "arn:aws:s3:::acme-site/*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/SiteDeployer" } }
    })
    error_message = "Statement DeleteForDeployer of aws_s3_bucket_policy.site.policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role.deployer.assume_role_policy).Statement) == 1
    error_message = "aws_iam_role.deployer.assume_role_policy must have 1 statement."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.deployer.assume_role_policy).Statement[0]) == jsonencode({
      Sid       = "AssumeRoleWithWebIdentity"
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = ["repo:acme/site:ref:refs/heads/main"]
        }
      }
    })
    error_message = "Statement AssumeRoleWithWebIdentity of aws_iam_role.deployer.assume_role_policy has changed."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.deployer.policy).Statement) == 5
    error_message = "aws_iam_role_policy.deployer.policy must have 5 statements."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.deployer.policy).Statement[0]) == jsonencode({
      Sid       = "ListSite"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::acme-site"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement ListSite of aws_iam_role_policy.deployer.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.deployer.policy).Statement[1]) == jsonencode({
      Sid       = "GetSite"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "arn:aws:s3:::acme-site/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement GetSite of aws_iam_role_policy.deployer.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.deployer.policy).Statement[2]) == jsonencode({
      Sid       = "PutSite"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"]
      Resource  = "arn:aws:s3:::acme-site/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement PutSite of aws_iam_role_policy.deployer.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.deployer.policy).Statement[3]) == jsonencode({
      Sid       = "DeleteSite"
      Effect    = "Allow"
      Action    = "s3:DeleteObject"
      Resource  = "arn:aws:s3:::acme-site/*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
    })
    error_message = "Statement DeleteSite of aws_iam_role_policy.deployer.policy has changed."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.deployer.policy).Statement[4]) == jsonencode({
      Sid      = "EncryptAndDecryptSite"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000001"
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" }
        StringLike   = { "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::acme-site", "arn:aws:s3:::acme-site/*"] }
      }
    })
    error_message = "Statement EncryptAndDecryptSite of aws_iam_role_policy.deployer.policy has changed."
  }

  assert {
    condition     = aws_iam_role_policy.deployer.role == aws_iam_role.deployer.name
    error_message = "aws_iam_role_policy.deployer.role has changed."
  }
}
