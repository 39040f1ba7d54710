variable "lake_bucket_name" {
  type        = string
  description = "Name of the lake bucket. Bucket names are unique across all AWS accounts."
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

variable "exporter_role_name" {
  type        = string
  description = "Name of the exporter role."
  nullable    = false

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.exporter_role_name))
    error_message = "A role name must have 1 to 64 characters: letters, digits and any of _+=,.@-."
  }
}

variable "exporter_oidc_issuer" {
  type        = string
  description = "Issuer of the tokens with which the exporter role can be assumed, without https://."
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9-]+([.][a-z0-9-]+)+(/[0-9A-Za-z_.~/-]*[0-9A-Za-z_.~-])?$", var.exporter_oidc_issuer))
    error_message = "An issuer must be a host name with an optional path, without https://, port and query."
  }
}

variable "exporter_subjects" {
  type        = list(string)
  description = "Subjects of the tokens with which the exporter role can be assumed. Can contain wildcards."
  nullable    = false

  validation {
    condition     = length(var.exporter_subjects) > 0 && alltrue([for subject in var.exporter_subjects : can(regex("^system:serviceaccount:[^:*?]+:", subject))])
    error_message = "Specify at least one subject, each beginning with the owner of the workloads, without wildcards."
  }
}

variable "reporter_role_name" {
  type        = string
  description = "Name of the reporter role."
  nullable    = false

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.reporter_role_name))
    error_message = "A role name must have 1 to 64 characters: letters, digits and any of _+=,.@-."
  }
}

variable "exporter_lake_prefix" {
  type        = string
  description = "Object key prefix for the access of exporter to lake."
  default     = "exports/"
  nullable    = false

  validation {
    condition     = length(var.exporter_lake_prefix) > 0 && !can(regex("[*?]|\\$\\{", var.exporter_lake_prefix))
    error_message = "A prefix must not be empty, and must not have wildcards or policy variables."
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
