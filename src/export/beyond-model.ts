/** What the Terraform of a stack has that does not follow from its model, and so cannot be in a module. */

/** A part of a stack that a module of its model would not have, or would have otherwise. */
export interface Beyond {
  /** A Terraform address, such as `aws_s3_bucket.source`. */
  readonly address: string;
  readonly what: string;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Compares without providers, backend and versions, which belong to the caller of a module, and without outputs.
 *
 * @param terraform the content of `cdk.tf.json`
 * @param ofModel that of a stack of the model alone
 */
export function beyondModel(terraform: object, ofModel: object): Beyond[] {
  const [all, expected] = [partsOf(terraform as Json), partsOf(ofModel as Json)];
  return [
    ...[...all].flatMap(([address, part]) => {
      const other = expected.get(address);
      if (other === undefined) return [{ address, what: "does not come from a construct of s3porter" }];
      const differing = differences(part, other);
      return differing.length === 0
        ? []
        : [{ address, what: `differs from what its construct gives, in ${differing.join(", ")}` }];
    }),
    ...[...expected.keys()]
      .filter((address) => !all.has(address))
      .map((address) => ({ address, what: "is missing, although its construct gives it" })),
  ];
}

/** The names of the outputs that a module of the model does not have. */
export function outputsBeyondModel(terraform: object, ofModel: object): string[] {
  const [all, expected] = [terraform, ofModel].map((each) =>
    Object.keys(((each as Json).output as Json | undefined) ?? {}),
  );
  return (all ?? []).filter((name) => !expected?.includes(name));
}

const OF_CALLER = ["//", "terraform", "provider", "output"];

/** The blocks by their addresses. */
function partsOf(terraform: Json): Map<string, unknown> {
  return new Map(
    Object.entries(terraform).flatMap(([section, content]) =>
      OF_CALLER.includes(section) ? [] : partsIn(section, content),
    ),
  );
}

function partsIn(section: string, content: unknown): [string, unknown][] {
  if (Array.isArray(content))
    return content.map((block: Json) => [`${section} ${String(block.to ?? block.from)}`, block]);
  const { start = section, isTyped = false } = SECTIONS.get(section) ?? {};
  const blocks = Object.entries(content as Json);
  const all = isTyped
    ? blocks.flatMap(([type, named]) =>
        Object.entries(named as Json).map(([name, block]) => [`${type}.${name}`, block] as const),
      )
    : blocks;
  return all.map(([name, block]) => [start === "" ? name : `${start}.${name}`, block]);
}

/** How addresses of their blocks begin, if not with the name of the section. */
const SECTIONS: ReadonlyMap<string, { readonly start?: string; readonly isTyped?: boolean }> = new Map([
  ["resource", { start: "", isTyped: true }],
  ["data", { isTyped: true }],
  ["ephemeral", { isTyped: true }],
  ["locals", { start: "local" }],
  ["variable", { start: "var" }],
]);

/** The names of the arguments that differ. */
function differences(one: unknown, other: unknown): string[] {
  if (isMapping(one) && isMapping(other)) {
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return names.filter((name) => name !== "//" && text(one[name]) !== text(other[name]));
  }
  return text(one) === text(other) ? [] : ["its value"];
}

/** Whatever the order of keys. */
function text(value: unknown): string | undefined {
  return JSON.stringify(value, (_, each: unknown) =>
    isMapping(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

function isMapping(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
