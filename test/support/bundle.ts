import { type BuildOptions, buildSync } from "esbuild";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "./repository";
import { temporaryFolder } from "./temporary-folder";

/**
 * Writes a source, and all that it imports from `src`, as one file of JavaScript, which Node.js loads in a third of the time. The
 * packages stay those of the repository.
 *
 * @param source its path in `src`
 * @param folder also gets a link to the packages
 * @param path of the file in the folder
 */
export function bundle(source: string, folder: string, path: string): void {
  build(folder, path, { entryPoints: [join(REPOSITORY, "src", source)], packages: "external" });
}

function build(folder: string, path: string, options: BuildOptions): void {
  symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
  buildSync({ ...options, outfile: join(folder, path), bundle: true, platform: "node", target: "node20" });
}

let library: string | undefined;

/**
 * One file with what `cdktf` and `s3porter` export, which loads in half the time. For apps that need no other packages, because
 * those would load another `cdktf`.
 */
export function libraryWithCdktf(): string {
  return (library ??= buildLibrary());
}

function buildLibrary(): string {
  const { path: folder, remove } = temporaryFolder();
  process.on("exit", remove);
  const contents = 'export * from "cdktf";\nexport * from "./src";\n';
  const external = ["@cdktf/hcl2json", "@viz-js/viz"];
  build(folder, "dist/index.js", { stdin: { contents, resolveDir: REPOSITORY }, external });
  return join(folder, "dist/index.js");
}

/** Node.js searches all of a CommonJS module that is imported for its exports, which takes as long as to run it. */
const PROGRAM = `import { createRequire } from "node:module";
export const { main } = createRequire(import.meta.url)("./program.cjs");
`;

let command: string | undefined;

/** The file of the command `s3porter`, laid out as npm installs it. */
export function installedCommand(): string {
  return (command ??= install());
}

function install(): string {
  const { path: folder, remove } = temporaryFolder();
  process.on("exit", remove);
  const built = join(folder, "dist/command");
  bundle("cli/program.ts", folder, "dist/command/program.cjs");
  writeFileSync(join(built, "program.mjs"), PROGRAM);
  for (const templates of ["export/templates", "report/html/templates"])
    cpSync(join(REPOSITORY, "src", templates), join(built, "templates"), { recursive: true });
  for (const each of ["package.json", "stacks"]) symlinkSync(join(REPOSITORY, each), join(folder, each));
  mkdirSync(join(folder, "bin"));
  const bin = join(folder, "bin/s3porter.js");
  cpSync(join(REPOSITORY, "bin/s3porter.js"), bin);
  return bin;
}
