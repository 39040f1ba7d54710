import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import Ajv from "ajv";
import schema from "../../test/fixtures/sarif-schema-2.1.0.json";
import { checkedPairs, WITHOUT_TAGGING } from "../../test/fixtures/checked-state";
import { DESCRIBED, type EstateFlaw } from "../prove/check/findings";
import { CHECKS } from "../prove/lint/lint";
import type { Place } from "../verify/place";
import { checkSarif } from "./check-sarif";

const RULES = [...CHECKS, ...DESCRIBED];
const RUN = { version: "1.2.3", root: process.cwd() };

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
  const log = checkSarif(checked, RULES, RUN);
  expect(violations(log)).toEqual([]);
  expect(log.runs[0]?.results).toHaveLength(checked.flaws.length);
});

test("the schema refuses what is not SARIF", () => {
  expect(violations({ version: "2.1.0", runs: [{}] })).not.toEqual([]);
});

test("paths are relative, and every result has a rule with help", () => {
  const { runs } = checkSarif(checkedPairs(1, WITHOUT_TAGGING, at(3)), RULES, RUN);
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
    checkSarif({ ...checked, flaws: [{ ...flaw, addresses }] }, RULES, {
      ...RUN,
      root,
    }).runs[0]?.results?.map(({ locations = [], relatedLocations = [] }) =>
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
    checkSarif(checkedPairs(3, WITHOUT_TAGGING, at(line)), RULES, RUN).runs[0]?.results?.map(
      ({ partialFingerprints }) => partialFingerprints,
    );
  expect(prints(3)).toEqual(prints(99));
  expect(new Set(prints(3)?.map((each) => JSON.stringify(each))).size).toBe(3);
});
