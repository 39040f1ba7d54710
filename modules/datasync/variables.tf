variable "source_bucket_name" {
  type        = string
  description = "Name of the source bucket. Bucket names are unique across all AWS accounts."
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.source_bucket_name)) && !strcontains(var.source_bucket_name, "..")
    error_message = "A bucket name must have 3 to 63 lowercase letters, digits, dots and hyphens, begin and end with a letter or digit, and not have two dots in a row."
  }

  validation {
    condition     = !endswith(var.source_bucket_name, "-an")
    error_message = "A bucket name must not end with -an. To create the bucket in the namespace of its account, change its name in the topology and export the module again."
  }
}

variable "destination_bucket_name" {
  type        = string
  description = "Name of the destination bucket. Bucket names are unique across all AWS accounts."
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.destination_bucket_name)) && !strcontains(var.destination_bucket_name, "..")
    error_message = "A bucket name must have 3 to 63 lowercase letters, digits, dots and hyphens, begin and end with a letter or digit, and not have two dots in a row."
  }

  validation {
    condition     = !endswith(var.destination_bucket_name, "-an")
    error_message = "A bucket name must not end with -an. To create the bucket in the namespace of its account, change its name in the topology and export the module again."
  }
}

variable "mover_role_name" {
  type        = string
  description = "Name of the mover role."
  nullable    = false

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.mover_role_name))
    error_message = "A role name must have 1 to 64 characters: letters, digits and any of _+=,.@-."
  }
}

variable "mover_source_arn" {
  type        = string
  description = "ARN, or pattern of ARNs, for which datasync.amazonaws.com can assume the mover role."
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:[a-z0-9-]+:[^:]*:[0-9]{0,12}:.+$", var.mover_source_arn))
    error_message = "Specify an ARN, or a pattern of ARNs that names the service and the account without wildcards."
  }
}

variable "deployer_role_name" {
  type        = string
  description = "Name of the existing deployer role."
  nullable    = false

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.deployer_role_name))
    error_message = "A role name must have 1 to 64 characters: letters, digits and any of _+=,.@-."
  }
}

variable "deletion_window_in_days" {
  type        = number
  description = "Waiting period in days before a KMS key is deleted, from 7 to 30."
  default     = 30
  nullable    = false

  validation {
    condition     = var.deletion_window_in_days >= 7 && var.deletion_window_in_days <= 30 && floor(var.deletion_window_in_days) == var.deletion_window_in_days
    error_message = "The deletion window must be a whole number of days from 7 to 30."
  }
}

variable "force_destroy" {
  type        = bool
  description = "Whether to delete all objects when a bucket is destroyed."
  default     = false
  nullable    = false
}

variable "tags" {
  type        = map(string)
  description = "Tags for all resources that support tags."
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key, value in var.tags : length(key) <= 128 && length(value) <= 256 && !startswith(lower(key), "aws:")])
    error_message = "Tag keys must have at most 128 characters and not begin with aws:, and tag values at most 256 characters."
  }
}
