import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import Ajv from "ajv";
import schema from "../../test/fixtures/sarif-schema-2.1.0.json";
import { FLAW } from "../../test/fixtures/proof";
import { checkedPairs, WITHOUT_TAGGING } from "../../test/fixtures/checked-state";
import type { EstateFlaw } from "../prove/check/findings";
import type { Checked } from "../verify/check";
import type { Place } from "../verify/place";
import { reportedCheck, reportedProof, reportedProblems } from "./reported";
import { sarif } from "./sarif";

const RUN = { version: "1.2.3", root: process.cwd() };
const checkSarif = (checked: Checked, run = RUN) => sarif([reportedCheck(checked)], run);

/** The schema of OASIS (sarif-schema-2.1.0.json, errata 01) is of draft 4, whose keywords here mean the same today. */
function violations(log: unknown): unknown {
  const { $schema: _, id: __, ...draft } = schema as Record<string, unknown>;
  const formats = { uri: /^[a-z][a-z0-9+.-]*:/i, "uri-reference": /^[^\s\\]*$/, "date-time": true as const };
  const ajv = new Ajv({ strict: false, validateSchema: false, formats });
  const validate = ajv.compile(draft);
  return validate(JSON.parse(JSON.stringify(log))) ? [] : validate.errors;
}

const at = (line: number, file = "infra/my files/main.tf") => ({
  placeOf: () => ({ file, line }),
});

test.each([
  ["a folder", checkedPairs(2, WITHOUT_TAGGING, at(3))],
  ["a state", checkedPairs(2, WITHOUT_TAGGING)],
  ["nothing wrong", checkedPairs(1)],
])("it follows the schema: %s", (_, checked) => {
  const log = checkSarif(checked);
  expect(violations(log)).toEqual([]);
  expect(log.runs[0]?.results).toHaveLength(checked.flaws.length);
});

test("the schema refuses what is not SARIF", () => {
  expect(violations({ version: "2.1.0", runs: [{}] })).not.toEqual([]);
});

test("paths are relative, and every result has a rule with help", () => {
  const { runs } = checkSarif(checkedPairs(1, WITHOUT_TAGGING, at(3)));
  const [{ results = [], tool }] = runs as [(typeof runs)[number]];
  expect(results[0]?.locations?.[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: "infra/my%20files/main.tf" },
    region: { startLine: 3 },
  });
  for (const { ruleId } of results) {
    const rule = tool.driver.rules?.find(({ id }) => id === ruleId);
    expect(rule?.help?.text).toMatch(/https:/);
  }
});

test("a file outside the repository has an absolute URI, and comes after one inside", () => {
  const places: Record<string, Place> = {
    "aws_s3_bucket_policy.pair_0": { file: "../shared modules/main.tf", line: 5 },
    "aws_iam_role.pair_0": { file: "infra/main.tf", line: 7 },
  };
  const checked = checkedPairs(1, WITHOUT_TAGGING, { placeOf: (address) => places[address] });
  const flaw = { ...checked.flaws[0], addresses: Object.keys(places) } as EstateFlaw;
  const located = (root: string, addresses = flaw.addresses) =>
    checkSarif({ ...checked, flaws: [{ ...flaw, addresses }] }, { ...RUN, root }).runs[0]?.results?.map(
      ({ locations = [], relatedLocations = [] }) =>
        [...locations, ...relatedLocations].map(
          ({ physicalLocation }) => physicalLocation?.artifactLocation?.uri,
        ),
    );
  const outside = pathToFileURL(resolve("../shared modules/main.tf")).href;
  expect(located(process.cwd())).toEqual([["infra/main.tf", outside]]);
  expect(located(process.cwd(), ["aws_s3_bucket_policy.pair_0"])).toEqual([[outside]]);
  expect(located(dirname(process.cwd()))).toEqual([
    ["shared%20modules/main.tf", `${basename(process.cwd())}/infra/main.tf`],
  ]);
});

test("a result is the same when lines move", () => {
  const prints = (line: number) =>
    checkSarif(checkedPairs(3, WITHOUT_TAGGING, at(line))).runs[0]?.results?.map(
      ({ partialFingerprints }) => partialFingerprints,
    );
  expect(prints(3)).toEqual(prints(99));
  expect(new Set(prints(3)?.map((each) => JSON.stringify(each))).size).toBe(3);
});

test("a flaw of a proof is where its policy is, or in the file of its topology", () => {
  const places: Record<string, Place> = { "aws_s3_bucket_policy.acme": { file: "stacks/a.yaml", line: 7 } };
  const flaws = [FLAW, { ...FLAW, addresses: [] }, { ...FLAW, check: "one-sided-grants" }];
  const subject = {
    name: "a",
    file: "stacks/a.yaml",
    warnings: [PROBLEM],
    placeOf: (address: string) => places[address],
    flaws,
  };
  const log = sarif([reportedProof(subject), ...reportedProblems([PROBLEM])], RUN);
  expect(violations(log)).toEqual([]);
  const [{ results = [], tool }] = log.runs as [(typeof log.runs)[number]];
  const found = results.map(({ ruleId, level, locations }) => [
    ruleId,
    level,
    locations?.[0]?.physicalLocation?.artifactLocation?.uri,
    locations?.[0]?.physicalLocation?.region,
  ]);
  expect(found).toEqual([
    ["proof/complete", "error", "stacks/a.yaml", { startLine: 7 }],
    ["proof/complete", "error", "stacks/a.yaml", { startLine: 1 }],
    ["one-sided-grants", "error", "stacks/a.yaml", { startLine: 7 }],
    ["topology/unknown-key", "warning", "stacks/b.yaml", { startLine: 3, startColumn: 5 }],
    ["topology/unknown-key", "error", "stacks/b.yaml", { startLine: 3, startColumn: 5 }],
  ]);
  expect(tool.driver.rules?.map(({ id, helpUri }) => [id, helpUri?.split("/docs/")[1]])).toEqual([
    ["one-sided-grants", "checks.md#one-sided-grants"],
    ["proof/complete", "messages.md#proofcomplete"],
    ["topology/unknown-key", "messages.md#topologyunknown-key"],
  ]);
});

const PROBLEM = {
  id: "topology/unknown-key",
  file: "stacks/b.yaml",
  line: 3,
  column: 5,
  path: "bukets",
  message: 'unknown key "bukets"',
  suggestion: "buckets",
};
