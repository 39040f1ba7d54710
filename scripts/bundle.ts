/**
 * Bundles the command into `dist/command/`, with the parts that it uses of CDKTF and of the AWS bindings: 2 MB instead of 410.
 * So who has no CDKTF app installs neither. The other packages start faster from a bundle.
 *
 * @see docs/decisions/0014-the-command-brings-its-own-cdktf.md
 */
import { build, type Metafile, type PluginBuild } from "esbuild";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");
/** These have parts that are not JavaScript. */
const WITH_OTHER_FILES = ["@cdktf/hcl2json", "@resvg/resvg-js", "@viz-js/viz"];

const FOLDER = join(ROOT, "dist", "command");

async function main(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ["src/cli/program.ts"],
    outdir: FOLDER,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: WITH_OTHER_FILES,
    plugins: [{ name: "import-commands", setup: importCommands }],
    metafile: true,
    banner: { js: COMMON_JS },
  });
  for (const templates of ["src/export/templates", "src/report/html/templates"])
    cpSync(join(ROOT, templates), join(FOLDER, "templates"), { recursive: true });
  writeFileSync(join(FOLDER, "THIRD-PARTY-NOTICES"), notices(metafile));
}

/** Only at `import` the bundle is split. */
function importCommands({ onLoad }: PluginBuild): void {
  onLoad({ filter: /src\/cli\/commands\.ts$/ }, ({ path }) => ({
    contents: readFileSync(path, "utf8").replaceAll("require(", "import("),
    loader: "ts",
  }));
}

/** What CommonJS modules have, and ES modules have not. */
const COMMON_JS = `import { createRequire as createRequireOfModule } from "node:module";
import { dirname as dirnameOfModule } from "node:path";
import { fileURLToPath as fileOfModule } from "node:url";
const require = createRequireOfModule(import.meta.url);
const __filename = fileOfModule(import.meta.url);
const __dirname = dirnameOfModule(__filename);`;

/** The licenses of the packages in the bundle, and where their sources are. */
function notices({ inputs }: Metafile): string {
  const folders = new Set(
    Object.keys(inputs).flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  const packages = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    ) as Package;
    return { title: `${name} ${version}`, name, version, license, text: licenseIn(folder) };
  });
  const texts = packages.map(({ title, name, version, license, text }) => {
    // CDKTF has no file with its license. The AWS bindings have the same one.
    const same = packages.find((other) => other.license === license && other.text !== undefined);
    const shown = text ?? same?.text;
    if (shown === undefined && license !== "Public Domain")
      throw new Error(`${title} has no file with its license, ${license}`);
    return `${title}, ${license}\nSource: https://www.npmjs.com/package/${name}/v/${version}\n\n${shown ?? ""}\n`;
  });
  return `The files in this folder contain parts of these packages.\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

function licenseIn(folder: string): string | undefined {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file === undefined ? undefined : readFileSync(join(folder, file), "utf8").trim();
}

void main();
