import { Lazy, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isMarkedAs } from "./kind";

/**
 * Versions of the AWS provider that would unblock SSE-C. S3 blocks SSE-C in new buckets. These versions have the argument for
 * it, `blocked_encryption_types`, and remove the block if the configuration does not set the argument. Older versions reject
 * the argument, so the configuration cannot set it. A version constraint cannot exclude a range, only single versions.
 * https://github.com/hashicorp/terraform-provider-aws/issues/47320
 */
const UNBLOCK_SSE_C = [
  ..."6.22.0 6.22.1 6.23.0 6.24.0 6.25.0 6.26.0 6.27.0 6.28.0 6.29.0 6.30.0 6.31.0".split(" "),
  ..."6.32.0 6.32.1 6.33.0 6.34.0 6.35.0 6.35.1 6.36.0 6.37.0 6.38.0 6.39.0".split(" "),
];

/** The versions of the AWS provider that support everything in a stack or a module. */
export const PROVIDER_VERSIONS = [
  ">= 5.100.0",
  ...UNBLOCK_SSE_C.map((version) => `!= ${version}`),
  "< 7.0.0",
].join(", ");

/** The versions that support `bucket_namespace`, which 6.37 added, without those that would unblock SSE-C. */
export const PROVIDER_VERSIONS_WITH_NAMESPACES = ">= 6.40.0, < 7.0.0";

/** Replaces CDKTF's constraint, which allows only the provider version that the bindings were generated from. */
export function requireVersions(stack: TerraformStack): void {
  const version = Lazy.stringValue({
    produce: () =>
      stack.node.findAll().some(isAccountRegional) ? PROVIDER_VERSIONS_WITH_NAMESPACES : PROVIDER_VERSIONS,
  });
  requireTerraform(stack, 5);
  stack.addOverride("terraform.required_providers.aws", { source: "hashicorp/aws", version });
}

const minors = new WeakMap<TerraformStack, number>();

/** Requires Terraform 1.`minor` or later. The highest version that anything in the stack requires applies. */
export function requireTerraform(stack: TerraformStack, minor: number): void {
  const highest = Math.max(minor, minors.get(stack) ?? 0);
  minors.set(stack, highest);
  stack.addOverride("terraform.required_version", `>= 1.${highest}`);
}

function isAccountRegional(construct: IConstruct): boolean {
  return isMarkedAs("AccountRegionalBucket", construct);
}
