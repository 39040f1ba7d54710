import { Option } from "commander";

/**
 * An option that can be given several times. Unlike commander's `<value...>`, it takes one value each time, and so leaves
 * the folder in `--account aws=111111111111 infra` alone.
 */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description} (repeatable)`).argParser(
    (value: string, before: readonly string[] = []) => [...before, value],
  );
}
