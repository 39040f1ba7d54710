/**
 * From the command line to what is on the disk.
 *
 * Nothing outside of a temporary folder may be a target that a faulty export could change: tests may run as root.
 */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { folderTree } from "../../test/support/folder-tree";
import { REPOSITORY } from "../../test/support/repository";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { exportCommand } from "./export-command";
import { main } from "./program";
import { NO_PROGRESS } from "./progress";

const STACK = "copy-with-role";
const DIGEST = "0".repeat(64);

let temporary: ReturnType<typeof temporaryFolder>;
/** A project that is a Git repository, with a module that was exported before. */
let project: string;
let remove: () => void;
beforeEach(() => {
  temporary = temporaryFolder();
  project = join(realpathSync(temporary.path), "work", "project");
  mkdirSync(join(project, "stacks"), { recursive: true });
  cpSync(join(REPOSITORY, "stacks", `${STACK}.yaml`), join(project, "stacks", `${STACK}.yaml`));
  for (const [file, text] of [
    [".git/HEAD", "ref: refs/heads/main\n"],
    ["README.md", "mine\n"],
    ["cdktf.json", "{}\n"],
  ] as const)
    write(file, text);
  const before = process.cwd();
  process.chdir(project);
  remove = () => {
    process.chdir(before);
    temporary.remove();
  };
});
afterEach(() => {
  jest.restoreAllMocks();
  remove();
});

function write(file: string, text: string): void {
  mkdirSync(join(project, file, ".."), { recursive: true });
  writeFileSync(join(project, file), text);
}

const read = (file: string) => readFileSync(join(project, file), "utf8");

const tree = () => folderTree(realpathSync(temporary.path));
const filesOf = (folder: string) => [...folderTree(join(project, folder)).keys()];

async function exportTo(out: string, ...args: string[]) {
  const output: string[] = [];
  const errors: string[] = [];
  jest.spyOn(process.stdout, "write").mockImplementation((text) => output.push(String(text)) > 0);
  jest.spyOn(console, "error").mockImplementation((error: unknown) => {
    errors.push(typeof error === "string" ? error : `raw: ${String(error)}`);
  });
  const exitCode = await main(["export", STACK, "--out", out, ...args]);
  return { exitCode, output: output.join(""), error: errors.join("\n") };
}

test("whoever waits is told where it is", async () => {
  const reported: string[] = [];
  const progress = { ...NO_PROGRESS, report: (doing: string) => void reported.push(doing) };
  const options = { out: "modules/copy", force: false, colour: false, progress };
  await exportCommand(STACK, { ...options, project: { root: project, stacks: "stacks" } });
  expect(reported).toEqual([`proving ${STACK}`, `writing the module ${STACK} to modules/copy`]);
});

test("a module is written, and again without a word about what it was", async () => {
  const first = await exportTo("modules/copy");
  expect([first.exitCode, first.error]).toEqual([0, ""]);
  expect(first.output).toMatch(
    /^wrote the module copy-with-role to modules\/copy\n {2}README\.md \(\d+ lines\)\n/,
  );
  expect(read("modules/copy/README.md")).toContain('\n  source = "./modules/copy"\n');
  const written = tree();
  const second = await exportTo("modules/copy");
  expect(second).toEqual(first);
  expect(tree()).toEqual(written);
});

test("the README calls the module where it was exported to", async () => {
  for (const [out, source] of [
    ["infra/s3/", "./infra/s3"],
    [join(project, "infra", "copy"), "./infra/copy"],
    ["../copy", "../copy"],
  ] as const) {
    expect(await exportTo(out)).toMatchObject({ exitCode: 0, error: "" });
    const folder = isAbsolute(out) ? relative(project, out) : out;
    expect(read(join(folder, "README.md"))).toContain(`\n  source = "${source}"\n`);
  }
});

test("the folder beside it that is called .previous is the user's", async () => {
  await exportTo("copy");
  write("copy.previous/notes.txt", "mine\n");
  expect(await exportTo("copy")).toMatchObject({ exitCode: 0, error: "" });
  expect(read("copy.previous/notes.txt")).toBe("mine\n");
});

describe("a folder that is none for a module is refused, and nothing changes", () => {
  const refused: [string, RegExp][] = [
    ["README.md", /^cannot export to README\.md: it is a file; choose a folder, such as modules\/copy/],
    ["README.md/copy", /^cannot export to README\.md\/copy: .*: not a directory \(ENOTDIR\); choose a path/],
    ["pipe", /^cannot export to pipe: it is neither a file nor a folder; choose a folder/],
    ["link", /^cannot export to link: it is a symlink; use the folder that it points to$/],
    ["link/", /^cannot export to link\/: it is a symlink;/],
    [".", /^cannot export to \.: it contains the project; choose a folder for the module only/],
    ["", /^cannot export to "": it contains the project;/],
    ["..", /^cannot export to \.\.: it contains the project;/],
    ["stacks", /^cannot export to stacks: the topologies are in stacks, /],
    ["stacks/copy", /^cannot export to stacks\/copy: the topologies are in stacks, /],
    ["to-stacks/copy", /^cannot export to to-stacks\/copy: the topologies are in stacks, /],
    ["to-project/stacks/copy", /^cannot export to to-project\/stacks\/copy: the topologies are in stacks/],
    [".git", /^cannot export to \.git: a tool writes and deletes the files in \.git; choose another/],
    [".git/hooks", /^cannot export to \.git\/hooks: a tool /],
    ["node_modules/copy", /^cannot export to node_modules\/copy: a tool .* in node_modules;/],
    ["cdktf.out/stacks/copy", /^cannot export to cdktf\.out\/stacks\/copy: a tool .* in cdktf\.out;/],
    ["x".repeat(300), /^cannot export to x+: .*: name too long \(ENAMETOOLONG\); choose a shorter name/],
    ["x/".repeat(3000), /^cannot export to [x/]+: .*: name too long \(ENAMETOOLONG\); choose a shorter name/],
    [
      "/proc/copy",
      /^cannot export to \/proc\/copy: \/proc\/copy: no such file or directory \(ENOENT\); choose/,
    ],
    ["loop/copy", /^cannot export to loop\/copy: .*: too many symbolic links encountered \(ELOOP\); choose/],
  ];
  test.each(refused.map(([out, message]) => ({ title: `--out ${out.slice(0, 30)}`, out, message })))(
    "$title",
    async ({ out, message }) => {
      mkdirSync(join(temporary.path, "elsewhere"));
      writeFileSync(join(temporary.path, "elsewhere", "notes.txt"), "not mine either\n");
      symlinkSync(join(temporary.path, "elsewhere"), join(project, "link"));
      symlinkSync("stacks", join(project, "to-stacks"));
      symlinkSync(project, join(project, "to-project"));
      symlinkSync("loop", join(project, "loop"));
      execFileSync("mkfifo", [join(project, "pipe")]);
      const before = tree();
      for (const force of [[], ["--force"]]) {
        const { exitCode, output, error } = await exportTo(out, ...force);
        expect(error).toMatch(message);
        expect([exitCode, output]).toEqual([2, ""]);
        expect(tree()).toEqual(before);
      }
    },
  );

  test("topologies may be in the root of the project, with modules beside them", async () => {
    cpSync(join(project, "stacks", `${STACK}.yaml`), join(project, `${STACK}.yaml`));
    write("cdktf.json", '{ "context": { "stacks": "." } }\n');
    expect(await exportTo("modules/copy")).toMatchObject({ exitCode: 0, error: "" });
    expect((await exportTo(".")).exitCode).toBe(2);
  });
});

describe("something else where the module's files go is refused, and nothing changes", () => {
  beforeEach(() => {
    write("elsewhere/policies.tftest.hcl", "mine\n");
    mkdirSync(join(project, "copy"));
  });

  test.each<[string, () => void, string]>([
    ["a file in place of a folder", () => write("copy/tests", "mine\n"), "tests is a file"],
    [
      "a symlink in place of a folder",
      () => symlinkSync("../elsewhere", join(project, "copy/tests")),
      "tests is a symlink",
    ],
    [
      "a symlink in place of a file",
      () => symlinkSync("../README.md", join(project, "copy/README.md")),
      "README.md is a symlink",
    ],
    [
      "a folder in place of a file",
      () => mkdirSync(join(project, "copy/outputs.tf")),
      "outputs.tf is a folder",
    ],
    [
      "a symlink in place of the manifest",
      () => symlinkSync("../README.md", join(project, "copy/.s3porter.json")),
      ".s3porter.json is a symlink",
    ],
  ])("%s", async (_, prepare, obstacle) => {
    prepare();
    const before = tree();
    for (const force of [[], ["--force"]]) {
      expect(await exportTo("copy", ...force)).toEqual({
        exitCode: 2,
        output: "",
        error: `${join(project, "copy")} has paths that s3porter needs for its own files; nothing was written
  ${obstacle}
Move them elsewhere and export again. --force does not replace them.`,
      });
      expect(tree()).toEqual(before);
    }
  });
});

describe("a manifest that s3porter did not write counts as edited, and nothing that it names is touched", () => {
  test.each([
    ["a file beside the folder", JSON.stringify({ files: { "../outside.txt": DIGEST } })],
    [
      "a file beside the folder, in other words",
      JSON.stringify({ files: { "a/../../outside.txt": DIGEST } }),
    ],
    ["an absolute path", JSON.stringify({ files: { "/etc/hostname": DIGEST } })],
    ["a file of another tool", JSON.stringify({ files: { ".terraform/state": DIGEST } })],
    ["an empty object", "{}"],
    ["null", "null"],
    ["a list", "[]"],
    ["files that are no list of files", '{"files": 3}'],
    ["a digest that is none", '{"files": {"main.tf": 3}}'],
    ["a conflict of Git", "<<<<<<< HEAD\n{}\n"],
    ["nothing", ""],
    ["megabytes", `{"files": {}}${" ".repeat(2_000_000)}x`],
  ])("%s", async (_, manifest) => {
    await exportTo("copy");
    const files = filesOf("copy");
    write("outside.txt", "mine\n");
    write("copy/.terraform/state", "mine\n");
    write("copy/.s3porter.json", manifest);
    const before = tree();
    expect(await exportTo("copy")).toEqual({
      exitCode: 2,
      output: "",
      error: `${join(project, "copy")} has edited files; nothing was written
  .s3porter.json
To keep your changes, move these files elsewhere. To overwrite them, use --force.`,
    });
    expect(tree()).toEqual(before);

    expect(await exportTo("copy", "--force")).toMatchObject({ exitCode: 0, error: "" });
    expect(read("outside.txt")).toBe("mine\n");
    expect(read("copy/.terraform/state")).toBe("mine\n");
    expect(filesOf("copy").filter((file) => !file.startsWith(".terraform"))).toEqual(files);
  });

  test("nor is a file behind a symlink, in whatever folder", async () => {
    await exportTo("copy");
    const { files } = JSON.parse(read("copy/.s3porter.json")) as { files: Record<string, string> };
    write("elsewhere/main.tf", read("copy/policies.tf"));
    symlinkSync("../elsewhere", join(project, "copy", "old"));
    write(
      "copy/.s3porter.json",
      JSON.stringify({ files: { ...files, "old/main.tf": files["policies.tf"] } }),
    );
    expect(await exportTo("copy")).toMatchObject({ exitCode: 0, error: "" });
    expect(existsSync(join(project, "elsewhere/main.tf"))).toBe(true);
    expect(existsSync(join(project, "copy/old"))).toBe(true);
  });
});

test("what is no longer part of the module goes, and stays if it was edited, with --force as well", async () => {
  for (const force of [[], ["--force"]]) {
    await exportTo("copy", ...force);
    const { files } = JSON.parse(read("copy/.s3porter.json")) as { files: Record<string, string> };
    write("copy/former/main.tf", read("copy/policies.tf"));
    write("copy/former.tf", "edited\n");
    const former = { "former/main.tf": files["policies.tf"], "former.tf": DIGEST };
    write("copy/.s3porter.json", JSON.stringify({ files: { ...files, ...former } }));
    const { exitCode, output } = await exportTo("copy", ...force);
    expect(exitCode).toBe(0);
    expect(output).toContain(
      "\nkept, because they were edited, but no longer part of the module:\n  former.tf\n",
    );
    expect(existsSync(join(project, "copy/former"))).toBe(false);
    expect(read("copy/former.tf")).toBe("edited\n");
  }
});
