/** Policies that are too long to be inline can be created and attached. */
import { loadTopology } from "../../src/topology/load";
import type { Applied, AppliedStack } from "./applied-stack";

const prefixes = Array.from({ length: 30 }, (_, number) => `${String(number).padStart(60, "0")}/`);

const topology = loadTopology(`
accounts:
  data: { id: "111111111111", region: us-east-1 }
  apps: { id: "222222222222", region: us-east-1 }
buckets:
  lake: { account: data, name: acme-wide-lake, abort_incomplete_uploads_after_days: 7, object_lock: { mode: governance, days: 1 } }
  vault: { account: data, name: acme-vault, object_lock: true }
principals:
  porter: { account: apps, role: acme-porter, assumed_by: [ann] }
  ann: { account: apps, user: Ann, existing: true, path: /team/ }
replication:
  - { from: lake, to: vault }
access:
${["porter", "ann"]
  .flatMap((name) =>
    prefixes.map(
      (prefix) => `  - { principal: ${name}, bucket: lake, allow: read_write, prefix: "${prefix}" }`,
    ),
  )
  .join("\n")}
`);

export const MANAGED_POLICIES: AppliedStack = {
  topology,
  leftToDo: ["aws_s3_bucket_replication_configuration.lake.rule[0].source_selection_criteria[0]"],
  describe: describePolicies,
};

function describePolicies(applied: () => Applied): void {
  it("attaches several policies to an existing user and to a new role", () => {
    const { roles, users, managedPolicies } = applied().estate["222222222222"] ?? {};
    const arn = (name: string) => `arn:aws:iam::222222222222:policy/${name}`;
    const named = (principal: string) => [
      `s3porter-${principal}@acme-wide-lake`,
      `s3porter2-${principal}@acme-wide-lake`,
      `s3porter3-${principal}@acme-wide-lake`,
      `s3porter4-${principal}@acme-wide-lake`,
    ];
    expect(users?.Ann).toMatchObject({ inlinePolicies: {}, attachedPolicies: named("ann").map(arn) });
    expect(roles?.["acme-porter"]).toMatchObject({
      inlinePolicies: {},
      attachedPolicies: named("porter").map(arn),
    });
    for (const document of Object.values(managedPolicies ?? {}))
      expect(JSON.stringify(document).length).toBeLessThanOrEqual(6_144);
    expect(managedPolicies?.["s3porter4-ann@acme-wide-lake"]).toMatchObject({
      Statement: expect.arrayContaining([
        {
          Sid: "AssumeRoles",
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Resource: "arn:aws:iam::222222222222:role/acme-porter",
        },
      ]),
    });
  });
}
