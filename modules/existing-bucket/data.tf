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
