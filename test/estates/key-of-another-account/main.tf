provider "aws" {
  alias  = "from"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::111111111111:role/terraform"
  }
}

provider "aws" {
  alias  = "to"
  region = "eu-central-1"
  assume_role {
    role_arn = "arn:aws:iam::222222222222:role/terraform"
  }
}

resource "aws_kms_key" "archive" {
  provider = aws.to
}

resource "aws_s3_bucket" "archive" {
  provider = aws.to
  bucket   = "acme-archive"
}

resource "aws_s3_bucket_acl" "archive" {
  provider = aws.to
  bucket   = aws_s3_bucket.archive.bucket
  acl      = "private"
}

resource "aws_iam_role" "archiver" {
  provider = aws.from
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "s3.amazonaws.com" } }]
  })
}

resource "aws_iam_policy" "archiver" {
  provider = aws.from
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:ReplicateTags", "s3:ReplicateObject"]
        Resource = "${aws_s3_bucket.archive.arn}/*"
      },
      {
        Effect    = "Allow"
        Action    = "kms:Encrypt"
        Resource  = aws_kms_key.archive.arn
        Condition = { StringLike = { "kms:ViaService" = "s3.eu-central-1.amazonaws.com" } }
      },
      {
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = aws_kms_key.archive.arn
        Condition = { StringLike = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" } }
      },
    ]
  })
}

resource "aws_iam_policy_attachment" "archiver" {
  provider   = aws.from
  name       = "archiver"
  policy_arn = aws_iam_policy.archiver.arn
  roles      = [aws_iam_role.archiver.name]
}
