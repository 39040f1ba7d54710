import Ajv from "ajv";
import schema from "../../test/fixtures/sarif-schema-2.1.0.json";
import { checkedPairs, WITHOUT_TAGGING } from "../../test/fixtures/checked-state";
import { DESCRIBED } from "../prove/check/findings";
import { CHECKS } from "../prove/lint/lint";
import { checkSarif } from "./check-sarif";

const RULES = [...CHECKS, ...DESCRIBED];

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
  const log = checkSarif(checked, RULES, "1.2.3");
  expect(violations(log)).toEqual([]);
  expect(log.runs[0]?.results).toHaveLength(checked.flaws.length);
});

test("the schema refuses what is not SARIF", () => {
  expect(violations({ version: "2.1.0", runs: [{}] })).not.toEqual([]);
});

test("paths are relative, and every result has a rule with help", () => {
  const { runs } = checkSarif(checkedPairs(1, WITHOUT_TAGGING, at(3)), RULES, "1.2.3");
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

test("a result is the same when lines move", () => {
  const prints = (line: number) =>
    checkSarif(checkedPairs(3, WITHOUT_TAGGING, at(line)), RULES, "1.2.3").runs[0]?.results?.map(
      ({ partialFingerprints }) => partialFingerprints,
    );
  expect(prints(3)).toEqual(prints(99));
  expect(new Set(prints(3)?.map((each) => JSON.stringify(each))).size).toBe(6);
});
