import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import { main } from "../../scripts/schemas";
import { checkedPairs, WITHOUT_TAGGING } from "../../test/fixtures/checked-state";
import { REPOSITORY } from "../../test/support/repository";
import { saidBy } from "../../test/support/said-by";
import { checkJson } from "./check-json";

const schema = JSON.parse(readFileSync(join(REPOSITORY, "docs/check.schema.json"), "utf8")) as object;

test("docs/check.schema.json is what the code says", async () => {
  expect(await saidBy(main)).toEqual([]);
});

test.each([
  ["with flaws", checkedPairs(2, WITHOUT_TAGGING, { placeOf: () => ({ file: "main.tf", line: 1 }) })],
  ["without", checkedPairs(1)],
])("the output follows the schema: %s", (_, checked) => {
  const validate = new Ajv().compile(schema);
  const json = JSON.parse(JSON.stringify(checkJson(checked))) as Record<string, unknown>;
  validate(json);
  expect(validate.errors).toBeNull();
  expect(validate({ ...json, version: 2 })).toBe(false);
});

test("a half-granted operation names what is missing", () => {
  const { connections } = checkJson(checkedPairs(1, WITHOUT_TAGGING));
  const half = connections.flatMap(({ operations }) => operations.filter(({ answer }) => answer === "half"));
  expect(half).toMatchObject([
    {
      title: "reading tags",
      half: "one side",
      missing: [{ action: "s3:GetObjectTagging", documents: [{ address: "aws_s3_bucket_policy.pair_0" }] }],
    },
  ]);
});
