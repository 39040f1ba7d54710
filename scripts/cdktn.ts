/**
 * Writes `dist/cdktn/`: the compiled library with the packages of CDK Terrain instead of those of CDKTF. Both have the same
 * API, so only their names change. `test/cdktn` compiles and tests the sources with CDK Terrain.
 *
 * @see docs/decisions/0015-a-second-build-runs-on-cdk-terrain.md
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const DIST = join(__dirname, "../dist");
const FOLDER = join(DIST, "cdktn");

/** Texts and what takes their places. `src/constructs/peers.ts` has those with versions. */
const REPLACEMENTS = [
  ['"cdktf"', '"cdktn"'],
  ['"@cdktf/provider-aws/', '"@cdktn/provider-aws/'],
  ['"cdktf@0.21"', '"cdktn@0.24"'],
  ['"constructs@10"', '"constructs@10.7"'],
  ['"@cdktf/provider-aws@21"', '"@cdktn/provider-aws@25"'],
] as const;

function main(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  const files = [...reached("index.js", ".js"), ...reached("index.d.ts", ".d.ts")];
  const texts = files.map((file) => ({ file, text: readFileSync(join(DIST, file), "utf8") }));
  for (const [before] of REPLACEMENTS)
    if (!texts.some(({ text }) => text.includes(before))) throw new Error(`no file of dist has ${before}`);
  for (const { file, text } of texts) {
    const path = join(FOLDER, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      REPLACEMENTS.reduce((changed, [before, after]) => changed.replaceAll(before, after), text),
    );
  }
}

/** The file and all that it imports of the library, directly or not. */
function reached(entry: string, extension: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  const text = readFileSync(join(DIST, entry), "utf8");
  for (const [, specifier = ""] of text.matchAll(
    /(?:\brequire\(|\bimport\(|\bfrom |^import )"(\.[^"]+)"/gm,
  )) {
    const path = join(DIST, dirname(entry), specifier);
    const file = [path, `${path}${extension}`, join(path, `index${extension}`)].find(isFile);
    if (file === undefined) throw new Error(`${entry} imports ${specifier}, which dist does not have`);
    reached(relative(DIST, file), extension, found);
  }
  return found;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

main();
