import { basename, dirname, join, relative } from "node:path";
import { withoutIndexes } from "../estate/values/addresses";
import { type Module, prefixOf, readModules, readRootModule } from "../rehearse/modules";
import type { StackFile } from "../topology/folder";
import { pathOfAddress } from "../topology/path-of-address";

/** A line of a file that a person wrote. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Finds the line that a Terraform address comes from. Undefined if there is none. */
export type PlaceOf = (address: string) => Place | undefined;

/** Finds lines in the topology of a stack. */
export function placesInTopology({ topology, yaml }: Pick<StackFile, "topology" | "yaml">): PlaceOf {
  return (address) => {
    const path = pathOfAddress(address, topology);
    return path && { file: yaml.file, line: yaml.locate({ path, atKey: true, message: "" }).line };
  };
}

/** Finds lines in the files of a module alone. */
export function placesInModule(folder: string): PlaceOf {
  return placesIn(folder, () => [readRootModule(folder)]);
}

/** Finds lines in the files of a root module and of the modules that it calls. */
export function placesInFolder(folder: string): PlaceOf {
  return placesIn(folder, () => readModules(folder));
}

/** Finds lines in the files of an app, whose paths are absolute. */
export function placesInApp(places: Readonly<Record<string, Place>>): PlaceOf {
  return (address) => {
    const place = places[withoutIndexes(address)];
    return place && { ...place, file: join(fromHere(dirname(place.file)), basename(place.file)) };
  };
}

/** Reads the files on the first call, because most runs name no place. */
function placesIn(folder: string, read: () => readonly Module[]): PlaceOf {
  let places: ReadonlyMap<string, Place> | undefined;
  return (address) => (places ??= placesOf(folder, read())).get(withoutIndexes(address));
}

/** Paths start at the working directory, as those of compilers do. */
function fromHere(folder: string): string {
  const path = relative(process.cwd(), folder);
  // Elsewhere, a path such as ../../../srv says less than the one that was given.
  return path.startsWith("..") ? folder : path;
}

function placesOf(folder: string, modules: readonly Module[]): ReadonlyMap<string, Place> {
  const start = fromHere(folder);
  return new Map(
    modules.flatMap((module) =>
      module.files.flatMap(({ name, text, body }) =>
        (body?.blocks ?? []).flatMap(({ type, labels, start: at }): [string, Place][] => {
          const address = addressOf(type, labels);
          if (address === undefined) return [];
          const file = join(start, relative(folder, module.folder), name);
          return [[`${prefixOf(module)}${address}`, { file, line: text.slice(0, at).split("\n").length }]];
        }),
      ),
    ),
  );
}

function addressOf(type: string, labels: readonly string[]): string | undefined {
  if (type === "resource") return labels.join(".");
  if (type === "data") return `data.${labels.join(".")}`;
  return type === "output" ? `output.${labels[0]}` : undefined;
}
