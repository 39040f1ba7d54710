import type { Block, Body } from "./hcl-blocks";
import { readBlocks } from "./hcl-blocks";
import { objects, readJsonBlocks } from "./json-blocks";

/** A file of a module, as it is rehearsed. */
export interface PreparedFile {
  readonly text: string;
  /** What the original says. Undefined if it is not valid, which Terraform reports. */
  readonly body: Body | undefined;
}

/** Blocks of the top level that call AWS, or fail because of made-up values. */
const REMOVED = ["check", "import"];
/** Settings of Terraform that concern the real state and the real apply. */
const REMOVED_FROM_TERRAFORM = ["backend", "cloud", "required_version"];
/** Terraform runs provisioners even of resources that a test overrides. Conditions fail because of made-up values. */
const REMOVED_FROM_OBJECTS = ["provisioner", "connection"];
const CONDITIONS = ["precondition", "postcondition"];
/** Everything else in a provider block is a way to credentials, or to another endpoint. */
const KEPT_IN_PROVIDER = ["alias", "region", "default_tags", "ignore_tags", "version"];

/**
 * A file of a module without what would call AWS, run a program or need a backend. Every line keeps its number, so that
 * the places in Terraform's messages are right.
 */
export function withoutEffects(file: string, text: string): PreparedFile {
  return file.endsWith(".json") ? jsonWithoutEffects(text) : hclWithoutEffects(text);
}

function hclWithoutEffects(text: string): PreparedFile {
  const body = readBlocks(text);
  if (body === undefined) return { text, body };
  return { text: blanked(text, body.blocks.flatMap(removedFrom)), body };
}

type Range = Pick<Block, "start" | "end">;

function removedFrom(block: Block): readonly Range[] {
  const { attributes, blocks } = block.body;
  const named = (names: readonly string[]) => [
    ...attributes.filter(({ name }) => names.includes(name)),
    ...blocks.filter(({ type }) => names.includes(type)),
  ];
  if (REMOVED.includes(block.type)) return [block];
  switch (block.type) {
    case "terraform":
      return named(REMOVED_FROM_TERRAFORM);
    case "resource":
    case "data":
    case "ephemeral":
      return [
        ...named(REMOVED_FROM_OBJECTS),
        ...blocks
          .filter(({ type }) => type === "lifecycle")
          .flatMap(({ body }) => body.blocks.filter(({ type }) => CONDITIONS.includes(type))),
      ];
    case "output":
      return named(CONDITIONS);
    case "provider":
      return block.labels[0] === "aws"
        ? [...attributes, ...blocks].filter((each) => !KEPT_IN_PROVIDER.includes(nameOf(each)))
        : [];
    default:
      return [];
  }
}

function nameOf(part: Body["attributes"][number] | Block): string {
  if ("name" in part) return part.name;
  return part.type === "dynamic" ? (part.labels[0] ?? "") : part.type;
}

function blanked(text: string, ranges: readonly Range[]): string {
  return ranges.reduce(
    (before, { start, end }) =>
      before.slice(0, start) + before.slice(start, end).replaceAll(/[^\r\n]/g, " ") + before.slice(end),
    text,
  );
}

function jsonWithoutEffects(text: string): PreparedFile {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { text, body: undefined };
  }
  const body = readJsonBlocks(json);
  const changed = structuredClone(json);
  for (const file of objects(changed) as Record<string, unknown>[]) {
    drop(file, (name) => REMOVED.includes(name));
    for (const block of objects(file.terraform)) drop(block, (name) => REMOVED_FROM_TERRAFORM.includes(name));
    for (const block of [
      ...bodies(file.resource, 2),
      ...bodies(file.data, 2),
      ...bodies(file.ephemeral, 2),
    ]) {
      drop(block, (name) => REMOVED_FROM_OBJECTS.includes(name));
      for (const lifecycle of objects(block.lifecycle)) drop(lifecycle, (name) => CONDITIONS.includes(name));
    }
    for (const block of bodies(file.output, 1)) drop(block, (name) => CONDITIONS.includes(name));
    for (const provider of objects(file.provider).flatMap(({ aws }) => objects(aws)))
      drop(provider, (name) => !KEPT_IN_PROVIDER.includes(name));
  }
  const isSame = JSON.stringify(changed) === JSON.stringify(json);
  return { text: isSame ? text : JSON.stringify(changed, undefined, 2), body };
}

/**
 * A file without the versions that it asks for. `configuration_aliases` go too, where the root module of the rehearsal
 * has to have the provider blocks that a caller would pass.
 */
export function withoutInRequiredProviders(
  file: string,
  text: string,
  name: "version" | "configuration_aliases",
): string {
  const { body } = withoutEffects(file, text);
  if (body === undefined) return text;
  if (file.endsWith(".json")) {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    const required = objects(json)
      .flatMap(({ terraform }) => objects(terraform))
      .flatMap(({ required_providers }) => objects(required_providers))
      .flatMap((each) => Object.values(each).flatMap(objects));
    if (!required.some((each) => name in each)) return text;
    for (const each of required) drop(each, (other) => other === name);
    return JSON.stringify(json, undefined, 2);
  }
  const argument =
    name === "version"
      ? /\bversion\s*[=:]\s*"[^"]*"\s*,?/g
      : /\bconfiguration_aliases\s*[=:]\s*\[[^\]]*\]\s*,?/g;
  const ranges = body.blocks
    .filter(({ type }) => type === "terraform")
    .flatMap(({ body: { blocks } }) => blocks.filter(({ type }) => type === "required_providers"))
    .flatMap(({ body: { attributes } }) =>
      attributes.flatMap(({ start, end }) =>
        [...text.slice(start, end).matchAll(argument)].map((match) => ({
          start: start + match.index,
          end: start + match.index + match[0].length,
        })),
      ),
    );
  return blanked(text, ranges);
}

function bodies(json: unknown, labels: number): Readonly<Record<string, unknown>>[] {
  if (labels === 0) return objects(json);
  return objects(json).flatMap((named) => Object.values(named).flatMap((each) => bodies(each, labels - 1)));
}

function drop(block: Readonly<Record<string, unknown>>, isDropped: (name: string) => boolean): void {
  for (const name of Object.keys(block).filter(isDropped)) Reflect.deleteProperty(block, name);
}
