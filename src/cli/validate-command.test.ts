import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import * as z from "zod";
import { REPOSITORY } from "../../test/support/repository";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { ValidationJson } from "../report/validation-json";
import { commands } from "./commands";
import { validateCommand } from "./validate-command";
import { reportValidation } from "./report-files";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

const COPY = readFileSync(join(REPOSITORY, "stacks/copy-with-role.yaml"), "utf8");
const [good, bad] = ["good", "bad"].map((name) => join(folder, name)) as [string, string];
mkdirSync(good);
mkdirSync(bad);
writeFileSync(join(good, "copy.yaml"), COPY);
writeFileSync(join(bad, "copy.yaml"), COPY.replace("account: source, name", "account: sorce, name"));

const { policyProblems } = commands;

test("valid topologies, with the command that comes next", async () => {
  expect(await validateCommand([], { json: false, folder: good, policyProblems })).toMatchObject({
    text: "copy is a valid topology\n\nNext: npx s3porter prove",
    exitCode: 0,
  });
  const stacks = join(REPOSITORY, "stacks");
  expect((await validateCommand([], { json: false, folder: stacks, policyProblems })).exitCode).toBe(0);
});

test("every problem has its file, line and column", async () => {
  const { text, exitCode } = await validateCommand([], { json: false, folder: bad, policyProblems });
  const [problem, , summary] = text.split("\n");
  expect(problem).toMatch(
    /copy\.yaml:\d+:\d+: buckets\.source\.account: "sorce" is not in accounts; .*"source"\? \[topology\/names-are-known\]$/,
  );
  expect([summary, exitCode]).toEqual([`1 problem in ${join(bad, "copy.yaml")}`, 2]);
});

test("files of several folders", async () => {
  const files = [join(good, "copy.yaml"), join(bad, "copy.yaml")];
  const { text, validation } = await validateCommand(files, { json: false, folder: good, policyProblems });
  expect(validation.stacks.map(({ name }) => name)).toEqual(["copy"]);
  expect(validation.problems).toHaveLength(1);
  expect(text).not.toContain("Next");
  const file = join(good, "copy.yaml");
  expect((await validateCommand([file], { json: false, folder: bad, policyProblems })).text).toBe(
    `copy is a valid topology\n\nNext: npx s3porter prove ${file}`,
  );
});

test("a stack that does not exist", async () => {
  await expect(validateCommand(["cpoy"], { json: false, folder: good, policyProblems })).rejects.toThrow(
    'did you mean "copy"?',
  );
});

test.each([good, bad])("JSON is as its schema says", async (each) => {
  const { text, exitCode } = await validateCommand([], { json: true, folder: each, policyProblems });
  const json = JSON.parse(text) as z.infer<typeof ValidationJson>;
  expect(json.valid).toBe(exitCode === 0);
  const isValid = new Ajv().compile(z.toJSONSchema(ValidationJson));
  expect([isValid(json), isValid.errors]).toEqual([true, null]);
});

test("SARIF and JUnit XML name the place", async () => {
  const { validation } = await validateCommand([], { json: false, folder: bad, policyProblems });
  const [sarif, junit] = ["results.sarif", "results.xml"].map((name) => join(folder, name)) as [
    string,
    string,
  ];
  reportValidation(validation, { sarif, junit });
  const { runs } = JSON.parse(readFileSync(sarif, "utf8")) as {
    runs: [{ results: [{ level: string; locations: [{ physicalLocation: { region: unknown } }] }] }];
  };
  const [{ level, locations }] = runs[0].results;
  const { line, column } = validation.problems[0] ?? {};
  expect(level).toBe("error");
  expect(locations[0].physicalLocation.region).toEqual({ startLine: line, startColumn: column });
  expect(readFileSync(junit, "utf8")).toContain('<failure message="');
});
