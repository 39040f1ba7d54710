# Everything in the account of the provider aws.data.

data "aws_partition" "data" {
  provider = aws.data
}

data "aws_caller_identity" "data" {
  provider = aws.data
}

data "aws_region" "data" {
  provider = aws.data
}

locals {
  partition       = data.aws_partition.data.partition
  data_account_id = data.aws_caller_identity.data.account_id
  data_region     = data.aws_region.data.id
}

data "aws_kms_key" "central" {
  provider = aws.data

  key_id = var.central_key_arn

  lifecycle {
    postcondition {
      condition     = self.enabled && self.key_manager == "CUSTOMER" && self.key_spec == "SYMMETRIC_DEFAULT"
      error_message = "The key central must be an enabled, symmetric, customer-managed key."
    }
  }
}

data "aws_s3_bucket" "lake" {
  provider = aws.data

  bucket = var.lake_bucket_name

  lifecycle {
    postcondition {
      condition     = self.region == local.data_region
      error_message = "The bucket lake must be in the region ${local.data_region}."
    }

    precondition {
      condition     = local.data_account_id != local.apps_account_id
      error_message = "The providers aws.data and aws.apps must use different accounts."
    }
  }
}

data "aws_cloudcontrolapi_resource" "lake" {
  provider = aws.data

  identifier = data.aws_s3_bucket.lake.bucket
  type_name  = "AWS::S3::Bucket"

  lifecycle {
    postcondition {
      condition     = can(index(["aws:kms", "aws:kms:dsse"], jsondecode(self.properties).BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm))
      error_message = "The default encryption of the bucket lake must be SSE-KMS."
    }

    postcondition {
      condition     = can(index([var.central_key_arn], jsondecode(self.properties).BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID))
      error_message = "The default encryption of the bucket lake must name the key ${var.central_key_arn} by its ARN."
    }

    postcondition {
      condition     = can(index([true], jsondecode(self.properties).BucketEncryption.ServerSideEncryptionConfiguration[0].BucketKeyEnabled))
      error_message = "The default encryption of the bucket lake must use a Bucket Key."
    }

    postcondition {
      condition     = can(index(["BucketOwnerEnforced"], jsondecode(self.properties).OwnershipControls.Rules[0].ObjectOwnership))
      error_message = "ACLs must be disabled in the bucket lake: its Object Ownership must be BucketOwnerEnforced."
    }

    postcondition {
      condition     = can(index([true], jsondecode(self.properties).PublicAccessBlockConfiguration.BlockPublicAcls)) && can(index([true], jsondecode(self.properties).PublicAccessBlockConfiguration.BlockPublicPolicy)) && can(index([true], jsondecode(self.properties).PublicAccessBlockConfiguration.IgnorePublicAcls)) && can(index([true], jsondecode(self.properties).PublicAccessBlockConfiguration.RestrictPublicBuckets))
      error_message = "All four settings of Block Public Access must be on in the bucket lake itself, also if its account blocks public access."
    }
  }
}

resource "aws_s3_bucket_policy" "lake" {
  provider = aws.data

  bucket = data.aws_s3_bucket.lake.bucket
  policy = local.lake_bucket_policy
}

# If an earlier version of the module created this, Terraform keeps it and stops managing it.
removed {
  from = aws_kms_key.central

  lifecycle {
    destroy = false
  }
}

# If an earlier version of the module created this, Terraform keeps it and stops managing it.
removed {
  from = aws_kms_alias.central

  lifecycle {
    destroy = false
  }
}

# If an earlier version of the module created this, Terraform keeps it and stops managing it.
removed {
  from = aws_kms_replica_key.central

  lifecycle {
    destroy = false
  }
}

# If an earlier version of the module created this, Terraform keeps it and stops managing it.
removed {
  from = aws_kms_key_policy.central

  lifecycle {
    destroy = false
  }
}

# If an earlier version of the module created this, Terraform keeps it and stops managing it.
removed {
  from = aws_s3_bucket.lake

  lifecycle {
    destroy = false
  }
}

# If an earlier version of the module created this, Terraform keeps it and stops managing it.
removed {
  from = aws_s3_bucket_ownership_controls.lake

  lifecycle {
    destroy = false
  }
}

# If an earlier version of the module created this, Terraform keeps it and stops managing it.
removed {
  from = aws_s3_bucket_public_access_block.lake

  lifecycle {
    destroy = false
  }
}

# If an earlier version of the module created this, Terraform keeps it and stops managing it.
removed {
  from = aws_s3_bucket_server_side_encryption_configuration.lake

  lifecycle {
    destroy = false
  }
}

# If an earlier version of the module created this, Terraform keeps it and stops managing it.
removed {
  from = aws_s3_bucket_versioning.lake

  lifecycle {
    destroy = false
  }
}

# If an earlier version of the module created this, Terraform keeps it and stops managing it.
removed {
  from = aws_kms_key.lake

  lifecycle {
    destroy = false
  }
}

# If an earlier version of the module created this, Terraform keeps it and stops managing it.
removed {
  from = aws_kms_alias.lake

  lifecycle {
    destroy = false
  }
}
