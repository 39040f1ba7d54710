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

/** The state that `terraform test -json -verbose` prints, as soon as it is there. */
export function isState(line: string): boolean {
  return line.includes('"type":"test_state"');
}

export function readState(lines: readonly string[]): Instance[] | undefined {
  const line = lines.find(isState);
  if (line === undefined) return undefined;
  const { test_state }: { test_state: { root_module?: ModuleState } } = JSON.parse(line);
  return instancesIn(test_state.root_module ?? {});
}

function instancesIn({ resources = [], child_modules = [] }: ModuleState): Instance[] {
  return [...resources, ...child_modules.flatMap(instancesIn)];
}
