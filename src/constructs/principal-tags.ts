/** The tags that roles and users of an account or organization must have. */
import type { Construct } from "constructs";
import { iamTagKeyProblem, iamTagValueProblem } from "../aws/iam-tag";
import type { Tags } from "../topology/model";
import { terraformText } from "./terraform-text";
import { validate } from "./validate";

/**
 * Each as text for Terraform. Undefined if there are none.
 *
 * @throws UsageError if one is malformed
 */
export function requiredTags(construct: Construct, tags: Tags): Tags | undefined {
  for (const [key, value] of Object.entries(tags)) {
    validate(construct, "principalTags", key, iamTagKeyProblem);
    validate(construct, "principalTags", value, iamTagValueProblem);
  }
  const texts = Object.entries(tags).map(([key, value]) => [terraformText(key), terraformText(value)]);
  return texts.length === 0 ? undefined : (Object.fromEntries(texts) as Tags);
}

/** The end of a sentence about roles and users. */
export function withTags(tags: Tags): string {
  const stated = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return stated.length === 0 ? "" : `, and tag them ${stated.join(", ")}`;
}
