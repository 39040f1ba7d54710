import type { TerraformResourceLifecycle } from "cdktf";
import type * as model from "../topology/model";

/** Undefined instead of `false`, which is Terraform's default. */
export function lifecycleOf({
  preventDestroy,
}: Pick<model.Key | model.Bucket, "preventDestroy">): TerraformResourceLifecycle | undefined {
  return preventDestroy ? { preventDestroy } : undefined;
}
