import { UsageError } from "../../messages/user-error";
import { quote } from "../../messages/wording";
import { isObject } from "../terraform/configuration";
import { type Json } from "./json";
import { readPlan } from "./plan";
import { readRawState } from "./raw-state";
import { readShownState } from "./shown-state";
import type { TerraformValues } from "./terraform-values";

/**
 * Reads a state or a plan.
 *
 * @param json the parsed JSON
 * @throws UsageError if it is something else, which says what it is and what to do with it
 */
export function readTerraformValues(json: unknown): TerraformValues {
  const format = formatOf(json);
  if (format === undefined || !isObject(json)) {
    const what = whatItIs(json);
    throw new UsageError(`${what}${what.endsWith(", or") ? "" : ";"} ${ALLOWED}`);
  }
  switch (format) {
    case "plan":
      return readPlan(checkedPlan(json));
    case "state":
      return readShownState(checkedVersion(json, json.format_version, "state"));
    case "raw state":
      return readRawState(checkedState(json));
  }
}

type Format = "plan" | "state" | "raw state";

/** Which of Terraform's formats a JSON has; undefined if none. */
export function formatOf(json: unknown): Format | undefined {
  if (!isObject(json)) return undefined;
  const has = (name: string) => Object.hasOwn(json, name);
  if (has("format_version")) {
    if (["resource_changes", "planned_values", "configuration"].some(has)) return "plan";
    return has("values") || has("terraform_version") || Object.keys(json).length === 1 ? "state" : undefined;
  }
  return has("version") && (has("lineage") || has("terraform_version")) ? "raw state" : undefined;
}

const ALLOWED =
  "give the output of terraform show -json, of terraform state pull, or of terraform show -json plan.out";

function checkedPlan(plan: Json): Json {
  checkedVersion(plan, plan.format_version, "plan");
  if (plan.errored === true)
    throw new UsageError(
      "the plan failed before Terraform had planned everything (errored is true); mend what terraform plan reports, and plan again",
    );
  if (!Array.isArray(plan.resource_changes) && plan.planned_values === undefined)
    throw new UsageError(`this is a part of a plan, without resource_changes; ${ALLOWED}`);
  return plan;
}

/** Minor versions only add. Versions 0.1 and 0.2 have the same shape as 1. */
function checkedVersion(json: Json, version: unknown, what: string): Json {
  if (!/^[01]\.\d+$/.test(String(version)))
    throw new UsageError(
      `the ${what} has the format_version ${quote(version)}, but only 1.x and 0.x are read here; make it with Terraform 1`,
    );
  if (what === "state" && json.values === undefined) throw new UsageError(EMPTY);
  return json;
}

function checkedState(state: Json): Json {
  if (Number(state.version) > 4)
    throw new UsageError(
      `the state has the version ${quote(state.version)}, but only version 4 is read here; update s3porter, or give the folder`,
    );
  if (state.version !== 4)
    throw new UsageError(
      `the state has the version ${quote(state.version)}, but only version 4 is read here; run terraform apply with Terraform 0.12 or later, which converts it`,
    );
  if (!Array.isArray(state.resources) || state.resources.length === 0) throw new UsageError(EMPTY);
  return state;
}

const EMPTY =
  "the state is empty, because nothing was applied with this backend and workspace; give another one, a plan or the folder";

/** What was given instead, as far as it is known. */
function whatItIs(json: unknown): string {
  if (!isObject(json)) return `this is ${quote(json)}, not a JSON object`;
  const has = (...names: readonly string[]) => names.some((name) => Object.hasOwn(json, name));
  if (Object.keys(json).length === 0) return "this is an empty object";
  if (has("Statement", "Policy", "PolicyDocument"))
    return "this is a policy document, and not a state or a plan";
  if (has("resource", "provider", "terraform", "module", "data"))
    return "this is a configuration in Terraform's JSON syntax, such as cdk.tf.json, and not a state or a plan; check its folder, or";
  if (has("accounts", "buckets"))
    return "this is a topology, and not a state or a plan; prove it with s3porter prove, or";
  if (has("encrypted_data"))
    return "this is encrypted by OpenTofu; tofu state pull and tofu show -json decrypt it";
  if (has("@level", "plan_format_version", "type"))
    return "this is a message of a Terraform command, and not a state or a plan";
  return `this is neither a state nor a plan: it has ${quote(Object.keys(json).slice(0, 5).join(", "))}`;
}
