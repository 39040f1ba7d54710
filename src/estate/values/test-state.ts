import { sortedByAddress, withInstances } from "./addresses";
import { isObject } from "../terraform/configuration";
import { type Json, object } from "./json";
import { resourcesIn } from "./shown-state";
import type { TerraformValues } from "./terraform-values";

/**
 * Reads the `test_state` that `terraform test -json -verbose` prints after a run that applies. It has the shape of a
 * state. Where a test overrides resources, Terraform makes up each computed value that the override leaves out.
 *
 * @param test the message, or the `test_state` in it
 * @see https://developer.hashicorp.com/terraform/language/tests/mocking
 */
export function readTestState(test: Json): TerraformValues {
  const state = object(test.test_state ?? test);
  const resources = resourcesIn(object(state.root_module)).map((resource) =>
    resource.mode === "data" ? resource : { ...resource, values: withoutMadeUp(resource.values) as Json },
  );
  return { from: "rehearsal", providers: [], resources: sortedByAddress(withInstances(resources)) };
}

/**
 * What AWS accepts in arguments that are optional and computed. Terraform makes up eight letters and digits, and then
 * the argument is not set.
 */
const ACCEPTED: Readonly<Record<string, RegExp>> = {
  acceleration_status: /^(?:Enabled|Suspended)$/,
  acl: /^(?:private|public-read|public-read-write|authenticated-read|aws-exec-read|log-delivery-write|bucket-owner-(?:read|full-control))$/,
  bucket_namespace: /^(?:global|account-regional)$/,
  // Made up unless the name is.
  bucket_prefix: /-$/,
  name_prefix: /-$/,
  mfa_delete: /^(?:Enabled|Disabled)$/,
  policy: /^\s*\{/,
  region: /^[a-z]{2,}(?:-[a-z]+)+-\d+$/,
  request_payer: /^(?:BucketOwner|Requester)$/,
};

const MADE_UP = /^[a-z0-9]{8}$/;

/** Blocks are lists of objects. An object is a map, such as tags, whose keys are free. */
function withoutMadeUp(values: unknown): unknown {
  if (Array.isArray(values)) return values.map(withoutMadeUp);
  if (!isObject(values)) return values;
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name, value]) => !isMadeUp(name, value))
      .map(([name, value]) => [name, Array.isArray(value) ? withoutMadeUp(value) : value]),
  );
}

function isMadeUp(name: string, value: unknown): boolean {
  const accepted = Object.hasOwn(ACCEPTED, name) ? ACCEPTED[name] : undefined;
  return accepted !== undefined && typeof value === "string" && MADE_UP.test(value) && !accepted.test(value);
}
