variable "archive_key_alias" {
  type        = string
  description = "Alias of the key archive. Aliases are unique in an account and region."
  nullable    = false

  validation {
    condition     = can(regex("^alias/[\\w/-]{1,250}$", var.archive_key_alias)) && !startswith(var.archive_key_alias, "alias/aws/")
    error_message = "An alias begins with alias/, and not with alias/aws/."
  }
}

variable "archive_key_description" {
  type        = string
  description = "Description of the key archive."
  default     = "Objects from before 2024"
  nullable    = false

  validation {
    condition     = length(var.archive_key_description) > 0 && length(var.archive_key_description) <= 8192
    error_message = "A description has up to 8,192 characters."
  }
}

variable "source_bucket_name" {
  type        = string
  description = "Name of the bucket source, which nobody in AWS may have yet."
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.source_bucket_name)) && !strcontains(var.source_bucket_name, "..")
    error_message = "A bucket name has 3 to 63 lowercase letters, digits, dots and dashes."
  }
}

variable "destination_bucket_name" {
  type        = string
  description = "Name of the bucket destination, which nobody in AWS may have yet."
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.destination_bucket_name)) && !strcontains(var.destination_bucket_name, "..")
    error_message = "A bucket name has 3 to 63 lowercase letters, digits, dots and dashes."
  }
}

variable "sync_user_name" {
  type        = string
  description = "Name of the user sync."
  nullable    = false

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.sync_user_name))
    error_message = "The name of a user has up to 64 letters, digits and any of _+=,.@-."
  }
}

variable "deletion_window_in_days" {
  type        = number
  description = "Days for which a deleted key can be rescued, `7` to `30`."
  default     = 30
  nullable    = false

  validation {
    condition     = var.deletion_window_in_days >= 7 && var.deletion_window_in_days <= 30 && floor(var.deletion_window_in_days) == var.deletion_window_in_days
    error_message = "A deleted key can be rescued for 7 to 30 days."
  }
}

variable "force_destroy" {
  type        = bool
  description = "Whether destroying a bucket deletes the objects in it."
  default     = false
  nullable    = false
}

variable "tags" {
  type        = map(string)
  description = "Tags for every resource that takes them."
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key, value in var.tags : length(key) <= 128 && length(value) <= 256 && !startswith(lower(key), "aws:")])
    error_message = "Tags have keys of up to 128 characters, not beginning with aws:, and values of up to 256."
  }
}
