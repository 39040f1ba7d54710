provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111111111111"]
}

variable "teams" {
  type = map(object({
    prefix  = string
    readers = optional(list(string), [])
  }))
}

module "team" {
  source   = "./modules/team-bucket"
  for_each = var.teams
  name     = "acme-team-${each.key}"
  prefix   = each.value.prefix
  readers  = each.value.readers
}
