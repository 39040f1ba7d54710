import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "../rehearse/places";
import type { StackFile } from "../topology/folder";
import { pathOfAddress } from "../topology/path-of-address";

export type { Place };

/** Finds the line that a Terraform address comes from. Undefined if there is none. */
export type PlaceOf = (address: string) => Place | undefined;

/** Finds lines in the topology of a stack. */
export function placesInTopology({ topology, yaml }: Pick<StackFile, "topology" | "yaml">): PlaceOf {
  return (address) => {
    const path = pathOfAddress(address, topology);
    return path && { file: yaml.file, line: yaml.locate({ path, atKey: true, message: "" }).line };
  };
}

/** Finds lines in the `.tf` files of a module. Reads the files on the first call. */
export function placesInModule(folder: string): PlaceOf {
  let places: ReadonlyMap<string, Place> | undefined;
  return (address) => (places ??= readPlaces(folder)).get(address);
}

function readPlaces(folder: string): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".tf"))) {
    const file = join(folder, name);
    readFileSync(file, "utf8")
      .split("\n")
      .forEach((text, index) => {
        const [, type, label] = /^\s*(?:resource\s+"(\w+)"|output)\s+"([\w-]+)"/.exec(text) ?? [];
        if (label !== undefined) places.set(`${type ?? "output"}.${label}`, { file, line: index + 1 });
      });
  }
  return places;
}
