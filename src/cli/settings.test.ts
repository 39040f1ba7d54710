import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { readSettings } from "./settings";

const { path: project, remove } = temporaryFolder();
const { path: empty, remove: removeEmpty } = temporaryFolder();
writeFileSync(join(project, "cdktf.json"), JSON.stringify({ context: { stacks: "from-file" } }));
afterAll(() => {
  remove();
  removeEmpty();
});

test.each<[string, NodeJS.ProcessEnv, string, string]>([
  [
    "the environment first",
    { S3PORTER_STACKS: "from-env", CDKTF_CONTEXT_JSON: '{ "stacks": "passed-on" }' },
    project,
    "from-env",
  ],
  ["what cdktf passes on", { CDKTF_CONTEXT_JSON: '{ "stacks": "passed-on" }' }, project, "passed-on"],
  ["cdktf.json", {}, project, "from-file"],
  ["a context that names none", { CDKTF_CONTEXT_JSON: "{}" }, project, "stacks"],
  ["no cdktf.json", {}, empty, "stacks"],
])("%s", (_, env, folder, expected) => {
  expect(readSettings(env, folder)).toEqual({ stacks: expected, proof: "fail" });
});

test("a cdktf.json without context names none", () => {
  const other = temporaryFolder();
  writeFileSync(join(other.path, "cdktf.json"), "{}");
  expect(readSettings({}, other.path).stacks).toBe("stacks");
  other.remove();
});

test("invalid JSON is reported with its file", () => {
  const read = () => readSettings({ CDKTF_CONTEXT_JSON: "{" });
  expect(read).toThrow(/^CDKTF_CONTEXT_JSON is not valid JSON: .*; s3porter reads its settings from it/);
});

test.each<[NodeJS.ProcessEnv, string]>([
  [{ S3PORTER_PROOF: "warn", CDKTF_CONTEXT_JSON: '{ "proof": "fail" }' }, "warn"],
  [{ CDKTF_CONTEXT_JSON: '{ "proof": "warn" }' }, "warn"],
])("a stack that is not proved: %j", (env, expected) => {
  expect(readSettings(env, empty).proof).toBe(expected);
});

test("there is no other setting", () => {
  expect(() => readSettings({ S3PORTER_PROOF: "off" }, empty)).toThrow(
    'S3PORTER_PROOF, or "context": { "proof": … } in cdktf.json, is "off"; allowed are "fail" (the default) and "warn"',
  );
});

test.each<[string, string, string]>([
  [
    "nothing",
    "null",
    '/cdktf.json must be a mapping, found null; write, for example, { "context": { "stacks": "<folder>" } }',
  ],
  ["a list", "[]", "/cdktf.json must be a mapping, found []"],
  ["a context that is text", '{ "context": "stacks" }', '/cdktf.json must be a mapping, found "stacks"'],
  [
    "a list of folders",
    '{ "context": { "stacks": ["a", "b"] } }',
    '"context": { "stacks": … } in cdktf.json is ["a","b"]; it must be the path of a folder, such as "stacks"',
  ],
  [
    "an app without a command",
    '{ "app": "" }',
    '/cdktf.json is ""; it must be a command, such as "npx tsx main.ts"',
  ],
  ["an app that is no command", '{ "app": 3 }', '"app" in '],
  [
    "a misspelt setting",
    '{ "context": { "stack": "a" } }',
    '/cdktf.json has the unknown setting "stack"; did you mean "stacks"?',
  ],
])("a cdktf.json with %s is refused", (_, json, message) => {
  const { path, remove: removeIt } = temporaryFolder();
  writeFileSync(join(path, "cdktf.json"), json);
  try {
    expect(() => readSettings({}, path)).toThrow(message);
  } finally {
    removeIt();
  }
});

test("other names in the context belong to the app", () => {
  const env = { CDKTF_CONTEXT_JSON: '{ "stacks": "a", "stack": "b", "environment": ["c"] }' };
  expect(readSettings(env).stacks).toBe("a");
});
