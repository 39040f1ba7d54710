import { topologyTerraform } from "../../constructs/topology-terraform";
import { intentsOf } from "../../topology/intents";
import { loadTopology } from "../../topology/load";
import { resolve } from "../../topology/resolve";
import { proofOf } from "../../../test/support/provable";

const TOPOLOGY = `
accounts:
  data: { id: "111111111111", region: eu-west-1 }
buckets:
  in: { account: data, name: acme-in }
  out: { account: data, name: acme-out }
principals:
  mover: { account: data, role: acme-mover, assumed_by: [datasync.amazonaws.com] }
access:
  - { principal: mover, bucket: in, allow: [read, locate, list_uploads], prefix: new/ }
  - { principal: mover, bucket: out, allow: [read_write, delete, locate, list_uploads] }
datasync:
  nightly: { from: in, to: out, role: mover }
`;

interface Resources {
  aws_datasync_task?: Record<string, Record<string, unknown>>;
  aws_datasync_location_s3: Record<string, { subdirectory?: string } & Record<string, unknown>>;
}

function problemsAfter(change: (resource: Resources) => void): string[] {
  const model = resolve(loadTopology(TOPOLOGY));
  const terraform = JSON.parse(JSON.stringify(topologyTerraform("stack", model).terraform)) as {
    resource: Resources;
  };
  change(terraform.resource);
  return proofOf(intentsOf(model), terraform).flaws.map(({ part, problem }) => `${part}: ${problem}`);
}

const MISSING =
  "complete: DataSync has no task that copies s3://acme-in/new/ to s3://acme-out/ as acme-mover";

test("it has the task that was asked for", () => {
  expect(problemsAfter(() => undefined)).toEqual([]);
});

test.each<[string, (resource: Resources) => void]>([
  ["is left out", (resource) => delete resource.aws_datasync_task],
  [
    "has another folder",
    ({ aws_datasync_location_s3: { nightly_source } }) =>
      Object.assign(nightly_source ?? {}, { subdirectory: "/old/" }),
  ],
  [
    "has another bucket",
    ({ aws_datasync_location_s3: { nightly_destination } }) =>
      Object.assign(nightly_destination ?? {}, { s3_bucket_arn: "arn:aws:s3:::acme-in" }),
  ],
  [
    "runs as another role",
    ({ aws_datasync_location_s3: { nightly_source } }) =>
      Object.assign(nightly_source ?? {}, {
        s3_config: { bucket_access_role_arn: "arn:aws:iam::111111111111:role/other" },
      }),
  ],
  [
    "goes the other way",
    ({ aws_datasync_task }) => {
      const { nightly } = aws_datasync_task ?? {};
      if (!nightly) throw new Error("there is no task");
      const { source_location_arn: from, destination_location_arn: to } = nightly;
      Object.assign(nightly, { source_location_arn: to, destination_location_arn: from });
    },
  ],
])("a task that %s", (_, change) => {
  expect(problemsAfter(change)).toEqual([MISSING]);
});
