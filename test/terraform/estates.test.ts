/** What `check` says of folders, against what AWS's documentation says of them. Terraform evaluates each once. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readEstate } from "../../src/estate/read-estate";
import { describe as describeEstate } from "../../src/prove/check/describe";
import { check, type Checked } from "../../src/verify/check";
import { proveIntent, readIntent } from "../../src/verify/intent";
import { expectedAnswers, foundAnswers } from "../estates/differences";
import { FILES, FOLDERS } from "../estates/estates";
import { matrixOf } from "../estates/matrix";
import { disagreement, isAskable } from "../estates/second-opinion";
import { Dice } from "../evaluator/dice";
import { WITHOUT_COLLECTING } from "../support/environment";
import { PLUGINS } from "../support/provider-plugins";
import { REPOSITORY } from "../support/repository";
import { runs } from "../support/runs";
import { temporaryFolder } from "../support/temporary-folder";
import { STACK_NAMES } from "../support/topologies";

const folder = temporaryFolder();
const before = { ...process.env };
const all = [...FILES, ...FOLDERS];
const checked = new Map<string, Checked>();

beforeAll(async () => {
  Object.assign(process.env, WITHOUT_COLLECTING, { TF_CLI_ARGS_init: `-plugin-dir=${PLUGINS}` });
  const left = [...all];
  const readNext = async (): Promise<void> => {
    for (let each = left.shift(); each !== undefined; each = left.shift())
      checked.set(each.name, check(await each.read(join(folder.path, each.name))));
  };
  await Promise.all([readNext(), readNext()]);
});

afterAll(() => {
  process.env = before;
  folder.remove();
});

function checkedOf(name: string): Checked {
  const found = checked.get(name);
  if (found === undefined) throw new Error(`${name} was not read`);
  return found;
}

test.each(FOLDERS)("$name", ({ name, expected }) => {
  expect(foundAnswers(checkedOf(name), expected)).toEqual(expectedAnswers(expected));
});

test("there are no false alarms", () => {
  const lines = all.map(({ name, expected }) => {
    const { flaws } = checkedOf(name);
    const { falseAlarms, unfound } = foundAnswers(checkedOf(name), expected);
    return { name, mistakes: expected.mistakes.length, flaws: flaws.length, falseAlarms, unfound };
  });
  console.info(
    lines
      .map(
        ({ name, mistakes, flaws, falseAlarms }) =>
          `${name}: ${mistakes} mistakes, ${flaws} flaws, ${falseAlarms.length} false alarms`,
      )
      .join("\n"),
  );
  expect(lines.filter(({ falseAlarms, unfound }) => falseAlarms.length + unfound.length > 0)).toEqual([]);
  expect(lines.filter(({ mistakes, flaws }) => mistakes === 0 && flaws > 0)).toEqual([]);
});

test("the modules say the same as the stacks that they were exported from", () => {
  const ofModules = ["exported-modules", "exported-for-partner"].flatMap((name) => [
    ...matrixOf(checkedOf(name).description),
  ]);
  const ofStacks = STACK_NAMES.flatMap((name) => {
    const json = readFileSync(join(REPOSITORY, `test/golden/${name}.tf.json`), "utf8");
    return [...matrixOf(describeEstate(readEstate(JSON.parse(json))))];
  });
  expect(ofModules.sort()).toEqual(ofStacks.sort());
});

test("the bucket policy is missing if a topology asks for access", () => {
  const intent = readIntent(join(__dirname, "../estates/key-policy-alone/topology.yaml"));
  const { flaws } = proveIntent(intent, checkedOf("key-policy-alone"));
  expect(flaws.filter(({ part }) => part === "complete").map(({ problem }) => problem)).toContainEqual(
    expect.stringContaining("acme-reader lacks permission for aws s3 cp, downloading"),
  );
});

test("a second engine answers random questions alike", async () => {
  const estates = all.map(({ name }) => checkedOf(name).estate).filter(isAskable);
  const dice = new Dice(20_261_126);
  for (let number = 0; number < runs(5_000); number++)
    expect(await disagreement(dice.pick(estates), dice)).toBeUndefined();
});
