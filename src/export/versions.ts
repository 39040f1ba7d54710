/** The versions of Terraform and the provider that support everything in a module. */
export const VERSIONS = {
  required_version: ">= 1.5",
  required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" } },
} as const;
