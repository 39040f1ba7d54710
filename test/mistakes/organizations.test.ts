/** Common mistakes in policies for the accounts of an organization. */
import type { RawStatement } from "../../src/estate/policy-document";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import type { ChangeableTerraform } from "../fixtures/changed-stack";
import { proofOf } from "../support/provable";

const OU = "o-abcde12345/r-ab12/ou-ab12-11111111";
const MODEL = resolve(
  loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
buckets:
  artifacts: { account: data, name: acme-artifacts }
principals:
  finance: { organization: o-abcde12345, paths: ["${OU}/", "o-abcde12345/r-ab12/ou-ab12-22222222/*"] }
access:
  - { principal: finance, bucket: artifacts, allow: read }
`),
);

type Condition = NonNullable<RawStatement["Condition"]>;

/** The flaws if the conditions of one local's grants are changed. */
function flawsOf(local: string, change: (condition: Condition) => Condition): string[] {
  const terraform = JSON.parse(
    JSON.stringify(topologyTerraform("stack", MODEL).terraform),
  ) as ChangeableTerraform;
  for (const statement of terraform.locals[local]?.Statement ?? [])
    if (statement.Sid?.endsWith("ForFinance")) statement.Condition = change(statement.Condition ?? {});
  return proofOf(intentsOf(MODEL), terraform).flaws.map(({ part, problem }) => `${part}: ${problem}`);
}

const LOCALS = ["artifacts_bucket_policy", "artifacts_key_policy"];

test.each(LOCALS)("the %s as it is has no flaws", (local) => {
  expect(flawsOf(local, (condition) => condition)).toEqual([]);
});

test.each(LOCALS)("without a condition, the %s is open to everyone", (local) => {
  const found = flawsOf(local, ({ StringEquals, StringLike = {} }) => {
    const { "aws:PrincipalOrgID": _, ...others } = StringEquals ?? {};
    return { StringEquals: others, StringLike };
  });
  expect(found).toContainEqual(expect.stringContaining("it allows everyone, including strangers"));
});

test.each(LOCALS)("without paths, the %s lets the other OUs in", (local) => {
  const found = flawsOf(local, ({ "ForAnyValue:StringLike": _, ...others }) => others);
  expect(found).toContainEqual(
    expect.stringMatching(
      /in organization o-abcde12345 and OU o-abcde12345\/r-s3porter-proof\/.*must be refused/,
    ),
  );
});

test.each(LOCALS)("with the id of another organization, the %s lets nobody in", (local) => {
  const found = flawsOf(local, ({ StringEquals = {}, ...others }) => ({
    ...others,
    StringEquals: { ...StringEquals, "aws:PrincipalOrgID": "o-fghij12345" },
  }));
  expect(found).toContainEqual(
    expect.stringMatching(/^complete: organization o-abcde12345 .* lacks permission/),
  );
});

test.each(LOCALS)("without one of the paths, the %s leaves an OU out", (local) => {
  const found = flawsOf(local, (condition) => ({
    ...condition,
    "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": [`${OU}/`] },
  }));
  expect(found).toContainEqual(
    expect.stringMatching(/^complete: .*the OU o-abcde12345\/r-ab12\/ou-ab12-22222222\/\* lacks/),
  );
});

test.each(LOCALS)("with a star too many, the %s lets the OUs below in", (local) => {
  const found = flawsOf(local, (condition) => ({
    ...condition,
    "ForAnyValue:StringLike": {
      "aws:PrincipalOrgPaths": [`${OU}/*`, "o-abcde12345/r-ab12/ou-ab12-22222222/*"],
    },
  }));
  expect(found).toContainEqual(expect.stringMatching(/ou-ab12-11111111\/ou-s3porter-proof\/ can do/));
});
