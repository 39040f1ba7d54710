locals {
  sides = {
    west = {
      account     = "111111111111"
      bucket      = "acme-two-way-west"
      region      = "us-west-2"
      source_role = aws_iam_role.east.arn
      to          = "east"
    }
    east = {
      account     = "222222222222"
      bucket      = "acme-two-way-east"
      region      = "us-east-1"
      source_role = aws_iam_role.west.arn
      to          = "west"
    }
  }

  key_arns = { west = module.west_key.key_arn, east = module.east_key.key_arn }
}

data "aws_iam_policy_document" "key" {
  for_each = local.sides
  provider = aws.west

  statement {
    sid       = "EncryptReplicas"
    actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [each.value.source_role]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${each.value.region}.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:aws:s3:arn"
      values   = ["arn:aws:s3:::${each.value.bucket}", "arn:aws:s3:::${each.value.bucket}/*"]
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  for_each = local.sides
  provider = aws.west

  statement {
    sid       = "Replicate"
    actions   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
    resources = ["arn:aws:s3:::${each.value.bucket}/*"]

    principals {
      type        = "AWS"
      identifiers = [each.value.source_role]
    }
  }
}

data "aws_iam_policy_document" "trust" {
  provider = aws.west

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "role" {
  for_each = local.sides
  provider = aws.west

  statement {
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = ["arn:aws:s3:::${each.value.bucket}"]
  }

  statement {
    actions = [
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionAnnotationForReplication",
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionTagging",
    ]
    resources = ["arn:aws:s3:::${each.value.bucket}/*"]
  }

  statement {
    actions   = ["kms:Decrypt"]
    resources = [local.key_arns[each.key]]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${each.value.region}.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:aws:s3:arn"
      values   = ["arn:aws:s3:::${each.value.bucket}", "arn:aws:s3:::${each.value.bucket}/*"]
    }
  }

  statement {
    actions   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
    resources = ["arn:aws:s3:::${local.sides[each.value.to].bucket}/*"]
  }

  statement {
    actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
    resources = [local.key_arns[each.value.to]]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${local.sides[each.value.to].region}.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:aws:s3:arn"
      values = [
        "arn:aws:s3:::${local.sides[each.value.to].bucket}",
        "arn:aws:s3:::${local.sides[each.value.to].bucket}/*",
      ]
    }
  }
}

module "west_key" {
  source    = "terraform-aws-modules/kms/aws"
  version   = "3.1.1"
  providers = { aws = aws.west }

  aliases                 = [local.sides.west.bucket]
  source_policy_documents = [data.aws_iam_policy_document.key["west"].json]
}

module "west_bucket" {
  source    = "terraform-aws-modules/s3-bucket/aws"
  version   = "4.11.0"
  providers = { aws = aws.west }

  bucket                                = local.sides.west.bucket
  attach_deny_insecure_transport_policy = true
  attach_policy                         = true
  control_object_ownership              = true
  policy                                = data.aws_iam_policy_document.bucket["west"].json
  versioning                            = { enabled = true }

  server_side_encryption_configuration = {
    rule = {
      bucket_key_enabled = true

      apply_server_side_encryption_by_default = {
        kms_master_key_id = module.west_key.key_arn
        sse_algorithm     = "aws:kms"
      }
    }
  }

  replication_configuration = {
    role = aws_iam_role.west.arn

    rules = [
      {
        id                        = "east"
        delete_marker_replication = true

        destination = {
          account            = local.sides.east.account
          bucket             = module.east_bucket.s3_bucket_arn
          metrics            = { status = "Enabled" }
          replica_kms_key_id = module.east_key.key_arn
        }

        source_selection_criteria = {
          replica_modifications     = { enabled = true }
          sse_kms_encrypted_objects = { enabled = true }
        }
      },
    ]
  }
}

resource "aws_iam_role" "west" {
  provider = aws.west

  name               = "acme-west-to-east"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "west" {
  provider = aws.west

  name   = "replication"
  role   = aws_iam_role.west.name
  policy = data.aws_iam_policy_document.role["west"].json
}

module "east_key" {
  source    = "terraform-aws-modules/kms/aws"
  version   = "3.1.1"
  providers = { aws = aws.east }

  aliases                 = [local.sides.east.bucket]
  source_policy_documents = [data.aws_iam_policy_document.key["east"].json]
}

module "east_bucket" {
  source    = "terraform-aws-modules/s3-bucket/aws"
  version   = "4.11.0"
  providers = { aws = aws.east }

  bucket                                = local.sides.east.bucket
  attach_deny_insecure_transport_policy = true
  attach_policy                         = true
  control_object_ownership              = true
  policy                                = data.aws_iam_policy_document.bucket["east"].json
  versioning                            = { enabled = true }

  server_side_encryption_configuration = {
    rule = {
      bucket_key_enabled = true

      apply_server_side_encryption_by_default = {
        kms_master_key_id = module.east_key.key_arn
        sse_algorithm     = "aws:kms"
      }
    }
  }

  replication_configuration = {
    role = aws_iam_role.east.arn

    rules = [
      {
        id                        = "west"
        delete_marker_replication = true

        destination = {
          account            = local.sides.west.account
          bucket             = module.west_bucket.s3_bucket_arn
          metrics            = { status = "Enabled" }
          replica_kms_key_id = module.west_key.key_arn
        }

        source_selection_criteria = {
          replica_modifications     = { enabled = true }
          sse_kms_encrypted_objects = { enabled = true }
        }
      },
    ]
  }
}

resource "aws_iam_role" "east" {
  provider = aws.east

  name               = "acme-east-to-west"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "east" {
  provider = aws.east

  name   = "replication"
  role   = aws_iam_role.east.name
  policy = data.aws_iam_policy_document.role["east"].json
}
