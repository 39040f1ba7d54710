/** Sessions that are longer or shorter than asked for. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { proofOf } from "../support/provable";

type Roles = Record<string, { max_session_duration?: number | string }>;

function problemsOf(asked: number | undefined, change: (roles: Roles) => void = () => undefined): string[] {
  const model = resolve(
    loadTopology(
      JSON.stringify({
        accounts: {
          data: { id: "111111111111", region: "eu-west-1" },
          apps: { id: "222222222222", region: "eu-west-1" },
        },
        buckets: {
          lake: { account: "data", name: "acme-lake" },
          copy: { account: "apps", name: "acme-copy" },
        },
        principals: {
          etl: {
            ...{ account: "apps", role: "acme-etl", assumed_by: ["arn:aws:iam::222222222222:user/admin"] },
            ...(asked !== undefined && { max_session_duration: asked }),
          },
        },
        access: [{ principal: "etl", bucket: "lake", allow: "read" }],
        replication: [{ from: "lake", to: "copy" }],
      }),
    ),
  );
  const terraform = JSON.parse(JSON.stringify(topologyTerraform("stack", model).terraform)) as {
    resource: { aws_iam_role: Roles };
  };
  change(terraform.resource.aws_iam_role);
  return proofOf(intentsOf(model), terraform).flaws.map(({ part, problem }) => `${part}: ${problem}`);
}

const withDuration = (role: string, seconds?: number | string) => (roles: Roles) => {
  expect(roles).toHaveProperty(role);
  if (seconds === undefined) delete roles[role]?.max_session_duration;
  else Object.assign(roles[role] ?? {}, { max_session_duration: seconds });
};

test.each([undefined, 3600, 43_200])("what was asked for is proved: %s", (asked) => {
  expect(problemsOf(asked)).toEqual([]);
});

test("the default of IAM can be said", () => {
  expect(problemsOf(undefined, withDuration("etl", 3600))).toEqual([]);
  expect(problemsOf(3600, withDuration("etl"))).toEqual([]);
  expect(problemsOf(43_200, withDuration("etl", "43200"))).toEqual([]);
});

test.each<[string, number | undefined, (roles: Roles) => void, string]>([
  [
    "longer",
    7200,
    withDuration("etl", 43_200),
    "nothing else: sessions of the role acme-etl can be 43200 seconds long, but 7200 were asked for",
  ],
  [
    "shorter",
    7200,
    withDuration("etl", 3600),
    "complete: sessions of the role acme-etl can be 3600 seconds long, but 7200 were asked for",
  ],
  [
    "left out",
    7200,
    withDuration("etl"),
    "complete: sessions of the role acme-etl can be 3600 seconds long, but 7200 were asked for",
  ],
  [
    "not asked for",
    undefined,
    withDuration("etl", 43_200),
    "nothing else: sessions of the role acme-etl can be 43200 seconds long, but 3600 were asked for",
  ],
  [
    "of the replication",
    undefined,
    withDuration("lake_replication", 43_200),
    "nothing else: sessions of the role acme-lake-replication can be 43200 seconds long, but 3600 were asked for",
  ],
])("one that is %s is a flaw", (_, asked, change, problem) => {
  expect(problemsOf(asked, change)).toEqual([problem]);
});
