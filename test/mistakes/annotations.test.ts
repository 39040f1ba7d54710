/** What s3porter wrote for replication before S3 had annotations: objects replicate, their annotations fail to. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readEstate } from "../../src/estate/read-estate";
import { prove } from "../../src/prove/prove";
import { INTENTS } from "./mistakes";

const ACTION = "s3:GetObjectVersionAnnotationForReplication";
const right = readFileSync(join(__dirname, "base-replication.tf.json"), "utf8");
const before = right.replace(new RegExp(`^\\s*"${ACTION}",\n`, "m"), "");

test("a replication role that cannot read annotations is not complete", () => {
  expect(before).not.toContain(ACTION);
  const { flaws } = prove(INTENTS.replication, readEstate(JSON.parse(before)));
  const problems = flaws.map(({ part, problem }) => `${part}: ${problem}`);
  expect(problems).toEqual([
    expect.stringContaining(`complete: acme-source-replication lacks permission for replication`),
  ]);
  expect(flaws.flatMap(({ because }) => because).join()).not.toBe("");
  expect(JSON.stringify(flaws)).toContain(ACTION);
});
