import type { ResourceValues } from "../estate/values/terraform-values";

/** A resource or data source with its index, as Terraform prints it in `test_state`. */
export interface Instance {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly provider_name: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly depends_on?: ResourceValues["dependencies"];
}

interface ModuleState {
  readonly resources?: readonly Instance[];
  readonly child_modules?: readonly ModuleState[];
}

/** What follows the state in its line: megabytes that nobody needs. */
const SCHEMAS = /,"provider_format_version":"[^"]*","provider_schemas":\{/;

/** Where the state that `terraform test -json -verbose` prints is complete, at the latest at the end of its line. */
export const STATE_END = new RegExp(`${SCHEMAS.source}|"type":"test_state".*\\n`);

/** @param lines the last one may end after the state */
export function readState(lines: readonly string[]): Instance[] | undefined {
  const line = lines.find((each) => each.includes('"test_state":{'));
  if (line === undefined) return undefined;
  const [state = "", schemas] = line.split(SCHEMAS, 2);
  const { test_state }: { test_state: { root_module?: ModuleState } } = JSON.parse(
    schemas === undefined ? state : `${state}}}`,
  );
  return instancesIn(test_state.root_module ?? {});
}

function instancesIn({ resources = [], child_modules = [] }: ModuleState): Instance[] {
  return [...resources, ...child_modules.flatMap(instancesIn)];
}
