/** An input variable of a module. */
export interface ModuleVariable {
  /** In `snake_case`. */
  readonly name: string;
  /** As HCL writes it: `string`, `list(string)`. */
  readonly type: "string" | "number" | "bool" | "list(string)" | "map(string)";
  /** The description in Terraform. */
  readonly description: string;
  /** Absent if the variable is required. */
  readonly default?: string | number | boolean | readonly string[] | Readonly<Record<string, string>>;
  readonly validations: readonly Validation[];
  /** The value of the topology, for examples and tests. */
  readonly example: string | number | boolean | readonly string[] | Readonly<Record<string, string>>;
}

/** A rule for the value of a variable. */
export interface Validation {
  /** An HCL expression about `var.<name>`. */
  readonly condition: string;
  /** A whole sentence. */
  readonly message: string;
  /** A value that the rule rejects, for tests. */
  readonly refused: ModuleVariable["example"];
}
