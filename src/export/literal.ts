import { terraformText } from "../constructs/terraform-text";
import type { Value } from "./hcl/hcl";
import type { ModuleVariable } from "./module-variable";

/** A value whose texts stay literal in HCL, even if they have template sequences. */
export function literal(value: ModuleVariable["example"]): Value {
  if (typeof value === "string") return terraformText(value);
  if (typeof value !== "object") return value;
  if (isList(value)) return value.map(terraformText);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [terraformText(key), terraformText(each)]),
  );
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}
