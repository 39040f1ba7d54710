import { Annotations, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { regionDoubt, regionMeant } from "../aws/region";
import type { Text } from "../topology/text";
import { isMarkedAs } from "./kind";
import { isKnown } from "./terraform-text";

/**
 * Warns of a region that is not known, which can be a typo or new. Not in the stack of a topology: the checks of its file warn,
 * with the line.
 *
 * @param reader what must know it too, if anything
 */
export function warnOfUnknownRegion(scope: IConstruct, region: Text | undefined, reader?: string): void {
  if (region === undefined || !isKnown(region)) return;
  if (isMarkedAs("TopologyStack", TerraformStack.of(scope))) return;
  const doubt = regionDoubt(region, reader);
  if (doubt === undefined) return;
  const meant = regionMeant(region);
  const suggestion = meant === undefined ? "" : `; did you mean "${meant}"?`;
  Annotations.of(scope).addWarning(`region "${region}" ${doubt}${suggestion}`);
}
