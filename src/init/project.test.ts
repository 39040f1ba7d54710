import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { installedCommand } from "../../test/support/bundle";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { initCommand } from "../cli/init-command";
import { projectFiles, writeProject } from "./project";

const TOPOLOGY = "stacks/copy.yaml";
const FILES = new Map([...projectFiles("mine", "1.0.0"), [TOPOLOGY, "accounts: {}\n"]]);

function inFolder(check: (folder: string) => void, files: Readonly<Record<string, string>> = {}): void {
  const { path, remove } = temporaryFolder(files);
  try {
    check(path);
  } finally {
    remove();
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const text = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");

test("for CDK Terrain, with its command line and the Node.js that it needs", () => {
  const files = projectFiles("mine", "1.0.0", { cdktn: true });
  expect(JSON.parse(files.get("package.json") ?? "")).toEqual({
    name: "mine",
    private: true,
    scripts: {
      validate: "s3porter validate",
      prove: "s3porter prove",
      synth: "s3porter synth",
      deploy: "cdktn deploy",
    },
    engines: { node: ">=22.19" },
    devDependencies: { "cdktn-cli": "^0.24.0", s3porter: "^1.0.0" },
  });
  expect([...files].filter(([path]) => path !== "package.json")).toEqual(
    [...projectFiles("mine", "1.0.0")].filter(([path]) => path !== "package.json"),
  );
});

test("in an empty folder", () => {
  inFolder((folder) => {
    expect(writeProject(folder, FILES, TOPOLOGY)).toEqual({ written: [...FILES.keys()], kept: [] });
    expect(filesIn(folder)).toEqual([...FILES.keys()].sort());
    for (const [path, content] of FILES) expect(text(folder, path)).toBe(content);
  });
});

test("the workflow is YAML, with the commands of the package", () => {
  const { jobs } = parse(FILES.get(".github/workflows/s3porter.yaml") ?? "") as {
    jobs: { prove: { steps: { run?: string }[] } };
  };
  const commands = jobs.prove.steps.flatMap(({ run }) => run ?? []);
  expect(commands).toEqual(["npm install", "npx s3porter validate", "npx s3porter prove"]);
});

test("files that are there stay as they are", () => {
  inFolder(
    (folder) => {
      const { written, kept } = writeProject(folder, FILES, TOPOLOGY);
      expect(kept).toEqual(["package.json"]);
      expect(written).not.toContain("package.json");
      expect(text(folder, "package.json")).toBe("mine");
    },
    { "package.json": "mine", "notes.txt": "mine too" },
  );
});

test("a second run writes nothing", () => {
  inFolder((folder) => {
    writeProject(folder, FILES, TOPOLOGY);
    writeFileSync(join(folder, TOPOLOGY), "edited");
    expect(() => writeProject(folder, FILES, TOPOLOGY)).toThrow(
      "stacks/copy.yaml exists already; nothing was written. Choose another name with --name",
    );
    expect(text(folder, TOPOLOGY)).toBe("edited");
  });
});

test("a folder or a file in the way is named, and nothing is written", () => {
  inFolder((folder) => {
    mkdirSync(join(folder, ".gitignore"));
    expect(() => writeProject(folder, FILES, TOPOLOGY)).toThrow(".gitignore is a folder");
    expect(filesIn(folder)).toEqual([]);
  });
  inFolder(
    (folder) => {
      expect(() => writeProject(folder, FILES, TOPOLOGY)).toThrow("stacks is a file");
      expect(filesIn(folder)).toEqual(["stacks"]);
    },
    { stacks: "a file" },
  );
});

test.each([1, 2, 3, 4, 5])("a run that is killed before file %i can be repeated", async (count) => {
  const { path, remove } = temporaryFolder({
    "killer.cjs": `const fs = require("node:fs"); const { renameSync } = fs; let count = 0;
       fs.renameSync = (...args) => { if (++count === ${count}) process.kill(process.pid, "SIGKILL"); renameSync(...args); };`,
  });
  const { path: folder, remove: removeFolder } = temporaryFolder();
  const before = process.cwd();
  process.chdir(folder);
  try {
    const killer = ["--require", join(path, "killer.cjs")];
    const { signal } = spawnSync(process.execPath, [...killer, installedCommand(), "init", "--yes"]);
    expect(signal).toBe("SIGKILL");
    expect(existsSync("stacks/copy-with-role.yaml")).toBe(false);
    expect(await initCommand({ isAsking: false, folder: "stacks" })).toMatchObject({ exitCode: 0 });
    const expected = [...FILES.keys(), "stacks/copy-with-role.yaml"].filter((file) => file !== TOPOLOGY);
    expect(filesIn(folder)).toEqual(expected.sort());
    JSON.parse(text(folder, "package.json"));
  } finally {
    process.chdir(before);
    removeFolder();
    remove();
  }
});
