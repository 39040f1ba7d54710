/** What `check` says of states, a plan and policies, against what AWS's documentation says of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODE } from "../../src/cli/exit-code";
import { checkCommand } from "../../src/cli/check-command";
import { readEstate } from "../../src/estate/read-estate";
import { check } from "../../src/verify/check";
import { REPOSITORY } from "../support/repository";
import { STACK_NAMES } from "../support/topologies";
import { expectedAnswers, foundAnswers } from "./differences";
import { FILES } from "./estates";

test.each(FILES)("$name", async ({ expected, read }) => {
  expect(foundAnswers(check(await read("")), expected)).toEqual(expectedAnswers(expected));
});

test.each(STACK_NAMES)("no false alarm in the stack %s", (name) => {
  const json = readFileSync(join(REPOSITORY, `test/golden/${name}.tf.json`), "utf8");
  const input = { name, placeOf: () => undefined, assumptions: [], keysAreMadeUp: true };
  const { flaws } = check({ ...input, estate: readEstate(JSON.parse(json)) });
  expect(flaws).toEqual([]);
});

test("on the command line", async () => {
  const path = (...names: string[]) => join(__dirname, ...names);
  const state = await checkCommand(path("registry-module", "pulled.json"), { colour: false });
  expect(state.exitCode).toBe(EXIT_CODE.no);
  expect(state.text).toContain("s3:GetObjectVersionForReplication");
  const policies = await checkCommand(undefined, {
    colour: false,
    bucketPolicy: path("bare-policies", "bucket-policy.json"),
    keyPolicy: path("bare-policies", "key-policy.json"),
    identityPolicy: [path("bare-policies", "role-policy.json"), path("bare-policies", "policy-version.json")],
    bucketAccount: "111111111111",
  });
  expect(policies.exitCode).toBe(EXIT_CODE.no);
  expect(policies.text).toContain("kms:GenerateDataKey");
});
