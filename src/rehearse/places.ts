import { join, relative } from "node:path";
import { withoutIndexes } from "../estate/values/addresses";
import { prefixOf, readModules } from "./modules";

/** A line of a file that a person wrote. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Finds the lines of resources, data sources and outputs, also in modules. Reads the files on the first call. Paths start
 * at the working directory, as those of compilers do.
 */
export function placesInFolder(folder: string): (address: string) => Place | undefined {
  let places: ReadonlyMap<string, Place> | undefined;
  return (address) => (places ??= readPlaces(folder)).get(withoutIndexes(address));
}

function readPlaces(folder: string): ReadonlyMap<string, Place> {
  const here = relative(process.cwd(), folder);
  // Elsewhere, a path such as ../../../srv says less than the one that was given.
  const start = here.startsWith("..") ? folder : here;
  return new Map(
    readModules(folder).flatMap((module) =>
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
