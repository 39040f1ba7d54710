/** Exports of real processes: killed, and two at once. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { folderTree } from "../../test/support/folder-tree";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { writeFiles } from "./write-files";
import { runs } from "../../test/support/runs";

const PATHS = ["README.md", "main.tf", "outputs.tf", "tests/a.tftest.hcl", "examples/basic/main.tf"];
const ONE = { line: "one\n", paths: PATHS };
const TWO = { line: "two\n", paths: PATHS.slice(1) };
const THREE = { line: "three\n", paths: PATHS.slice(0, 3) };

const textOf = ({ line }: typeof ONE) => line.repeat(5000);

let temporary: ReturnType<typeof temporaryFolder>;
let folder: string;
beforeEach(() => {
  temporary = temporaryFolder();
  folder = join(temporary.path, "copy");
  mkdirSync(join(folder, "tests"), { recursive: true });
  writeFileSync(join(folder, "tests/mine.tftest.hcl"), "mine\n");
});
afterEach(() => temporary.remove());

/** Exports the modules in turn until it is stopped; what another export took over is left to it. */
async function startExporting(modules: readonly (typeof ONE)[]): Promise<ChildProcess> {
  const script = `
    require("tsx/cjs/api").register();
    const { writeFiles } = require(${JSON.stringify(join(__dirname, "write-files.ts"))});
    const modules = ${JSON.stringify(modules)}.map(({ line, paths }) =>
      new Map(paths.map((path) => [path, line.repeat(5000)])));
    console.log("started");
    for (let turn = 0; ; turn++) {
      try {
        writeFiles(${JSON.stringify(folder)}, modules[turn % modules.length], { force: true });
      } catch (error) {
        if (error.name !== "UsageError" && error.code !== "ENOENT") throw error;
      }
    }`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout as NodeJS.ReadableStream, "data");
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  expect(child.exitCode).toBeNull();
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

/** Every file is one of a module as a whole, and an export that nobody disturbs leaves exactly its own files. */
function expectWhole({ force }: { readonly force: boolean }): void {
  for (const path of PATHS.filter((path) => existsSync(join(folder, path))))
    expect([ONE, TWO, THREE].map(textOf)).toContain(readFileSync(join(folder, path), "utf8"));
  writeFiles(folder, new Map(ONE.paths.map((path) => [path, textOf(ONE)])), { force });
  for (const path of ONE.paths) expect(readFileSync(join(folder, path), "utf8")).toBe(textOf(ONE));
  expect(readFileSync(join(folder, "tests/mine.tftest.hcl"), "utf8")).toBe("mine\n");
  expect([...folderTree(folder).keys()].sort()).toEqual(
    [...ONE.paths, ".s3porter.json", "examples", "examples/basic", "tests", "tests/mine.tftest.hcl"].sort(),
  );
}

test("after a process was killed the next export finishes, without --force", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 300 }), async (milliseconds) => {
      const child = await startExporting([ONE, TWO, THREE]);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      await stop(child);
      expectWhole({ force: false });
    }),
    { numRuns: runs(8, 2) },
  );
});

test("two at once write whole files, and nothing of the user's is lost", async () => {
  const children = await Promise.all([startExporting([ONE, THREE]), startExporting([TWO])]);
  await new Promise((resolve) => setTimeout(resolve, runs(2000, 500)));
  for (const child of children) await stop(child);
  expectWhole({ force: true });
});
