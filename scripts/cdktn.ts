/**
 * Writes `dist/cdktn/`: the compiled constructs with the packages of CDK Terrain instead of those of CDKTF. Both have the same
 * API, so only their names change. What needs neither, the library has once, for both. `test/cdktn` compiles and tests the
 * sources with CDK Terrain.
 *
 * @see docs/decisions/0015-a-second-build-runs-on-cdk-terrain.md
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { CDKTN_NAMES, withCdktnNames } from "./cdktn-names";

const DIST = join(__dirname, "../dist");
const FOLDER = join(DIST, "cdktn");

function main(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  const files = [...filesOf("index.js", ".js"), ...filesOf("index.d.ts", ".d.ts")];
  for (const [before] of CDKTN_NAMES)
    if (!files.some(({ file }) => read(file).includes(before)))
      throw new Error(`no file of dist has ${before}`);
  for (const { file, text } of files) {
    const path = join(FOLDER, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

interface File {
  /** Path in `dist`. */
  readonly file: string;
  readonly text: string;
}

/** What CDK Terrain needs otherwise: of all that `entry` imports, the files with one of the names, and those that import one. */
function filesOf(entry: string, extension: string): File[] {
  const imports = reached(entry, extension);
  const files = new Set<string>();
  const add = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [importing, imported] of imports) if ([...imported.values()].includes(file)) add(importing);
  };
  for (const file of imports.keys()) if (withCdktnNames(read(file)) !== read(file)) add(file);
  return [...files].map((file) => ({ file, text: changed(file, imports.get(file) ?? new Map(), files) }));
}

/** A file with the other names. What it shares with CDKTF is one folder farther from it. */
function changed(file: string, imports: Imports, files: ReadonlySet<string>): string {
  const farther = (specifier: string) =>
    relative(join("cdktn", dirname(file)), join(dirname(file), specifier)).replaceAll("\\", "/");
  return withCdktnNames(
    read(file).replaceAll(IMPORT, (statement: string, specifier: string) => {
      const isShared = !files.has(imports.get(specifier) ?? file);
      return isShared ? statement.replace(`"${specifier}"`, `"${farther(specifier)}"`) : statement;
    }),
  );
}

const IMPORT = /(?:\brequire\(|\bimport\(|\bfrom |^import )"(\.[^"]+)"/gm;

/** Files of `dist`, by what a file names to import them. */
type Imports = ReadonlyMap<string, string>;

/** The file and all that it imports of the library, directly or not, each with what it imports. */
function reached(entry: string, extension: string, found = new Map<string, Imports>()): typeof found {
  if (found.has(entry)) return found;
  const specifiers = [...read(entry).matchAll(IMPORT)].map(([, specifier = ""]) => specifier);
  const imports = new Map(specifiers.map((specifier) => [specifier, resolved(entry, specifier, extension)]));
  found.set(entry, imports);
  for (const file of imports.values()) reached(file, extension, found);
  return found;
}

function resolved(from: string, specifier: string, extension: string): string {
  const path = join(dirname(from), specifier);
  const file = [path, `${path}${extension}`, join(path, `index${extension}`)].find(isFile);
  if (file === undefined) throw new Error(`${from} imports ${specifier}, which dist does not have`);
  return file;
}

function read(file: string): string {
  return readFileSync(join(DIST, file), "utf8");
}

function isFile(path: string): boolean {
  return statSync(join(DIST, path), { throwIfNoEntry: false })?.isFile() ?? false;
}

main();
