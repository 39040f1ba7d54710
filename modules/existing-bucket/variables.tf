variable "central_key_arn" {
  type        = string
  description = "ARN of the existing central KMS key, not of an alias."
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-z0-9-]+$", var.central_key_arn))
    error_message = "Specify the ARN of a KMS key, not of an alias."
  }
}

variable "lake_bucket_name" {
  type        = string
  description = "Name of the lake bucket. It must exist already."
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.lake_bucket_name)) && !strcontains(var.lake_bucket_name, "..")
    error_message = "A bucket name must have 3 to 63 lowercase letters, digits, dots and hyphens, begin and end with a letter or digit, and not have two dots in a row."
  }

  validation {
    condition     = !endswith(var.lake_bucket_name, "-an")
    error_message = "A bucket name must not end with -an. To create the bucket in the namespace of its account, change its name in the topology and export the module again."
  }
}

variable "batch_role_name" {
  type        = string
  description = "Name of the existing batch role."
  nullable    = false

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.batch_role_name))
    error_message = "A role name must have 1 to 64 characters: letters, digits and any of _+=,.@-."
  }
}

variable "batch_lake_prefix" {
  type        = string
  description = "Object key prefix for the access of batch to lake."
  default     = "batch/"
  nullable    = false

  validation {
    condition     = length(var.batch_lake_prefix) > 0 && !can(regex("[*?]|\\$\\{", var.batch_lake_prefix))
    error_message = "A prefix must not be empty, and must not have wildcards or policy variables."
  }
}
