import { Lazy, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isMarkedAs } from "./kind";

/**
 * S3 blocks SSE-C in new buckets. These versions know the setting, `blocked_encryption_types`, and plan to remove it
 * wherever Terraform does not state it. Older versions do not know it, so it cannot be stated either. A constraint can
 * only exclude single versions. https://github.com/hashicorp/terraform-provider-aws/issues/47320
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

/** Those that know the namespace of a bucket, which came with 6.37. */
export const PROVIDER_VERSIONS_WITH_NAMESPACES = ">= 6.40.0, < 7.0.0";

/** The bindings pin the exact provider that they were generated from. */
export function requireVersions(stack: TerraformStack): void {
  const version = Lazy.stringValue({
    produce: () =>
      stack.node.findAll().some(isAccountRegional) ? PROVIDER_VERSIONS_WITH_NAMESPACES : PROVIDER_VERSIONS,
  });
  requireTerraform(stack, 5);
  stack.addOverride("terraform.required_providers.aws", { source: "hashicorp/aws", version });
}

const minors = new WeakMap<TerraformStack, number>();

/** Lets only Terraform 1.`minor` and later plan the stack, unless something in it needs a later one. */
export function requireTerraform(stack: TerraformStack, minor: number): void {
  const highest = Math.max(minor, minors.get(stack) ?? 0);
  minors.set(stack, highest);
  stack.addOverride("terraform.required_version", `>= 1.${highest}`);
}

function isAccountRegional(construct: IConstruct): boolean {
  return isMarkedAs("AccountRegionalBucket", construct);
}
