import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { REPOSITORY } from "../../test/support/repository";
import { NO_PROGRESS } from "./progress";
import { proveCommand } from "./prove-command";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

const prove = (flags: object) =>
  proveCommand(["replication"], {
    colour: false,
    folder: join(REPOSITORY, "stacks"),
    progress: NO_PROGRESS,
    ...flags,
  });

const ALL = [
  ["html", {}],
  ["sarif", {}],
  ["junit", {}],
  ["baseline", { updateBaseline: true }],
] as const;

test.each(ALL)("--%s overwrites its own file", async (option, more) => {
  const file = join(folder, `own-${option}`);
  writeFileSync(file, "");
  await prove({ [option]: file, ...more });
  const first = readFileSync(file, "utf8");
  await prove({ [option]: file, ...more });
  expect(readFileSync(file, "utf8")).toBe(first);
  expect(first).not.toBe("");
});

test.each(ALL)("--%s overwrites nothing else", async (option, more) => {
  for (const text of [
    "accounts: {}\n",
    '{ "resource": {} }',
    "import { App } from 'cdktf';",
    "<!doctype html><title>Acme</title>",
    '<?xml version="1.0"?><project/>',
    '{ "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [{ "tool": { "driver": { "name": "Trivy" } } }] }',
  ]) {
    const file = join(folder, `${option}.yaml`);
    writeFileSync(file, text);
    await expect(prove({ [option]: file, ...more })).rejects.toThrow(
      new RegExp(`^--${option} .*something else.*; nothing was written. Name another file, such as `),
    );
    expect(readFileSync(file, "utf8")).toBe(text);
  }
});
