import type { Tags } from "../../topology/model";
import { type Reference, reference } from "../../topology/text";
import { renderValue } from "../hcl/hcl";
import { literal } from "../literal";

/**
 * A module is called for tests and sandboxes too, which must go again. Terraform takes no variable here, and `terraform test`
 * cannot remove what is protected.
 */
export const PREVENT_DESTROY = false;

/** Tags as HCL, to merge with the caller's. */
export function tagsInHcl(tags: Tags): Tags | Reference {
  return Object.keys(tags).length === 0 ? tags : reference(renderValue(literal(tags)));
}
