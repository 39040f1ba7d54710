import { evaluate } from "../../src/prove/evaluator/evaluate";
import { explainChain } from "../../src/prove/evaluator/explain";
import { OPERATORS } from "../../src/prove/evaluator/operators";
import { RULES } from "../../src/prove/evaluator/rules";
import { allAreTried, runs } from "../support/runs";
import { Coverage } from "./coverage";
import { DEFECTS } from "./defects";
import { Dice } from "./dice";
import { randomCase } from "./random-case";
import { simulate, verdictOf } from "./simulator";

const CASES = runs(40_000, 500);
/** How often each of those below is reached at least, if all cases are tried. */
const OFTEN = 20;
const SEED = 20_240_229;

const coverage = new Coverage();
const verdicts = { Allowed: 0, ExplicitlyDenied: 0, ImplicitlyDenied: 0 };

test(`${CASES} random cases are decided as iam-simulate decides them`, async () => {
  const dice = new Dice(SEED);
  for (let number = 1; number <= CASES; number++) {
    const asked = randomCase(dice);
    const decision = evaluate(asked.request, asked.documents);
    const verdict = verdictOf(decision);
    coverage.add(asked, decision);
    const other = await simulate(asked);
    verdicts[verdict]++;
    if (verdict !== other)
      throw new Error(
        `case ${number}: ${other} by iam-simulate, but ${explainChain(decision)}\n${JSON.stringify(asked, undefined, 2)}`,
      );
  }
  console.info(
    [
      `${CASES} cases, seed ${SEED}: ${JSON.stringify(verdicts)}`,
      "known defects of iam-simulate:",
      ...Object.values(DEFECTS),
    ].join("\n  "),
  );
});

test("every verdict is common", () => {
  for (const count of Object.values(verdicts)) expect(count).toBeGreaterThan(CASES / 10);
});

const names = Object.keys(OPERATORS);
const strings = names.filter((name) => name.startsWith("String"));
const sets = strings.flatMap((name) => [`ForAllValues:${name}`, `ForAnyValue:${name}`]);

/** The condition keys of assuming a role that the request has. */
const SESSION_KEYS = {
  "sts:assumerole": [
    "aws:requesttag/team",
    "aws:tagkeys",
    "sts:transitivetagkeys",
    "sts:sourceidentity",
    "sts:rolesessionname",
    "sts:externalid",
  ],
  "sts:tagsession": ["aws:requesttag/team", "aws:tagkeys", "sts:transitivetagkeys"],
  "sts:setsourceidentity": ["sts:sourceidentity"],
};

// Few cases do not reach everything.
if (allAreTried()) {
  /** What each operator does with a key that is there and with one that is not. */
  test.each([...names, ...sets].flatMap((name) => [name, `${name}IfExists`]))("%s was reached", (name) => {
    expect(coverage.of(`condition: ${name}, key present: held`)).toBeGreaterThanOrEqual(OFTEN);
    expect(coverage.of(`condition: ${name}, key present: did not hold`)).toBeGreaterThanOrEqual(OFTEN);
    const missing = coverage.of(`condition: ${name}, key missing: held`);
    const missingNot = coverage.of(`condition: ${name}, key missing: did not hold`);
    expect([missing, missingNot].filter((count) => count >= OFTEN)).toHaveLength(1);
    expect(Math.min(missing, missingNot)).toBe(0);
  });

  test.each([
    ...["s3:listbucket", ...Object.keys(SESSION_KEYS)].flatMap((action) =>
      ["the same", "another"].flatMap((place) =>
        ["allowed", "denied", "explicitly denied"].map(
          (verdict) => `action: ${action}, ${place} account: ${verdict}`,
        ),
      ),
    ),
    ...Object.entries(SESSION_KEYS).flatMap(([action, keys]) =>
      keys.flatMap((key) =>
        ["held", "did not hold"].map((result) => `${action}: ${key}, present: ${result}`),
      ),
    ),
    "sts:setsourceidentity: aws:requesttag/team, missing: held",
    "sts:setsourceidentity: aws:tagkeys, missing: did not hold",
    ...["value", "default", "no value", "older version", "$", "*", "?"].flatMap((kind) =>
      ["matched", "did not match"].map((result) => `variable in Condition, ${kind}: ${result}`),
    ),
    ...["value", "default", "older version", "$", "*"].flatMap((kind) =>
      ["matched", "did not match"].map((result) => `variable in Resource, ${kind}: ${result}`),
    ),
    ...["value", "default", "$", "*"].flatMap((kind) =>
      ["matched", "did not match"].map((result) => `variable in NotResource, ${kind}: ${result}`),
    ),
    "variable in Resource, no value: did not match",
    "variable in NotResource, no value: did not match",
    "condition: Null, key present: held",
    "condition: Null, key present: did not hold",
    "condition: Null, key missing: held",
    "condition: Null, key missing: did not hold",
    `rule: ${RULES.deny.text}: explicitly denied`,
    `rule: ${RULES.serviceControl.text}: denied`,
    ...[
      RULES.sameAccount,
      RULES.keySameAccount,
      RULES.roleSameAccount,
      RULES.crossAccount,
      RULES.identityOnly,
      RULES.service,
      RULES.federated,
      RULES.anonymous,
    ].flatMap(({ text }) => [`rule: ${text}: allowed`, `rule: ${text}: denied`]),
    ...["service control", "resource", "identity", "boundary", "session"].flatMap((layer) =>
      ["allows", "denies", "silent"].map((outcome) => `layer: ${layer} ${outcome}`),
    ),
    "layer: resource control denies",
    "layer: resource absent",
    "layer: identity absent",
    "layer: identity full",
    ...["user", "session", "root", "service", "anonymous", "federated"].flatMap((kind) =>
      ["allowed", "explicitly denied"].map((verdict) => `caller: ${kind}: ${verdict}`),
    ),
    ...["s3", "kms", "sts"].flatMap((service) =>
      ["everyone", "session", "role", "user"].map(
        (as) => `named: ${service}, the same account, as ${as}: allowed`,
      ),
    ),
    ...["s3", "kms", "sts"].flatMap((service) =>
      ["everyone", "session", "role", "user", "account"].flatMap((as) =>
        ["allowed", "denied"].map((verdict) => `named: ${service}, another account, as ${as}: ${verdict}`),
      ),
    ),
    ...["s3", "kms", "sts"].flatMap((service) => [
      `named: ${service}, the same account, as account: allowed`,
      `named: ${service}, the same account, as account: denied`,
      `named: ${service}, the same account, as role: denied`,
      `named: ${service}, the same account, as service: allowed`,
    ]),
  ])("%s was reached", (what) => {
    expect(coverage.of(what)).toBeGreaterThanOrEqual(OFTEN);
  });
}
