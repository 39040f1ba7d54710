import { topologyTerraform } from "../../constructs/topology-terraform";
import { intentsOf } from "../../topology/intents";
import { loadTopology } from "../../topology/load";
import { resolve } from "../../topology/resolve";
import { proofOf } from "../../../test/support/provable";

const TOPOLOGY = `
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  backup: { id: "222222222222", region: eu-west-1 }
buckets:
  lake: { account: data, name: acme-lake }
  copy: { account: backup, name: acme-copy }
  near: { account: data, name: acme-near }
replication:
  - { from: lake, to: copy }
  - { from: lake, to: near }
`;

interface Changeable {
  readonly resource: {
    readonly aws_s3_bucket_ownership_controls: Record<string, { rule: { object_ownership: string } }>;
    readonly aws_s3_bucket_replication_configuration: {
      readonly lake: {
        readonly rule: readonly { status: string; readonly destination: Record<string, unknown> }[];
      };
    };
  };
}

/** What is said about owners after a change of the stack. */
function problemsAfter(change: (resource: Changeable["resource"]) => void): string[] {
  const model = resolve(loadTopology(TOPOLOGY));
  const terraform = JSON.parse(JSON.stringify(topologyTerraform("stack", model).terraform)) as Changeable;
  change(terraform.resource);
  return proofOf(intentsOf(model), terraform)
    .flaws.filter(({ check }) => check === "replica-owners")
    .map(({ problem }) => problem);
}

const owned = (bucket: string, object_ownership: string) => (resource: Changeable["resource"]) => {
  resource.aws_s3_bucket_ownership_controls[bucket] = {
    ...resource.aws_s3_bucket_ownership_controls[bucket],
    rule: { object_ownership },
  };
};

test.each(["ObjectWriter", "BucketOwnerPreferred"])(
  "replicas in another account are not its own with %s",
  (ownership) => {
    expect(problemsAfter(owned("copy", ownership))).toEqual([
      `rule copy of aws_s3_bucket_replication_configuration.lake: its replicas belong to account 111111111111, because the object ownership of acme-copy is ${ownership}; account 222222222222 can read them only if their ACL says so`,
    ]);
  },
);

test("they are its own in the same account, by default, with BucketOwnerEnforced, and if the rule gives them to it", () => {
  expect(problemsAfter(owned("near", "ObjectWriter"))).toEqual([]);
  expect(problemsAfter((resource) => delete resource.aws_s3_bucket_ownership_controls.copy)).toEqual([]);
  expect(problemsAfter(owned("copy", "BucketOwnerEnforced"))).toEqual([]);
  const given = (resource: Changeable["resource"]) => {
    owned("copy", "ObjectWriter")(resource);
    for (const { destination } of resource.aws_s3_bucket_replication_configuration.lake.rule)
      destination.access_control_translation = { owner: "Destination" };
  };
  expect(problemsAfter(given)).toEqual([]);
});

test("a rule that is disabled makes no replicas", () => {
  const disabled = (resource: Changeable["resource"]) => {
    owned("copy", "ObjectWriter")(resource);
    for (const rule of resource.aws_s3_bucket_replication_configuration.lake.rule) rule.status = "Disabled";
  };
  expect(problemsAfter(disabled)).toEqual([]);
});
