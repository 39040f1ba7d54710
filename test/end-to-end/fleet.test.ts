/** The stacks of one topology, deployed side by side. docs/topology.md has the command. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Topology } from "../../src";
import { readStackFolder } from "../../src/topology/folder";
import { CdktfCli } from "../support/cdktf-cli";
import { type Estate, expectedEstate, readAccounts } from "../support/emulated-estate";
import { Emulator } from "../support/emulator";
import { readStackJson } from "../support/synthesize";
import { temporaryFolder } from "../support/temporary-folder";

const PARTNERS = ["a", "b", "c", "d", "e"];
const STACKS = PARTNERS.map((name) => `fleet-${name}`);

const FLEET = `for_each: partners.csv
split_by: name
accounts:
  data: { id: "111111111111", region: us-east-1, assume_role: { role_arn: "arn:aws:iam::111111111111:role/deployer" } }
  partner: { id: "\${each.id}", region: us-east-1, assume_role: { role_arn: "arn:aws:iam::\${each.id}:role/deployer" } }
buckets:
  orders: { account: data, name: "acme-orders-\${each.name}" }
  replica: { account: partner, name: "acme-replica-\${each.name}" }
replication:
  - { from: orders, to: replica }
`;

describe("cdktf deploy of five stacks of a fleet", () => {
  const { path: folder, remove } = temporaryFolder();
  const topologies = join(folder, "stacks");
  let emulator: Emulator;
  let expanded: readonly Topology[];
  let before: Estate;
  let printed: string;

  beforeAll(async () => {
    mkdirSync(topologies);
    const rows = PARTNERS.map((name, index) => `${name},22222222222${index}`);
    writeFileSync(join(topologies, "fleet.yaml"), FLEET);
    writeFileSync(join(topologies, "partners.csv"), ["name,id", ...rows, ""].join("\n"));
    const { stacks } = readStackFolder(topologies);
    expect(stacks.map(({ name }) => name)).toEqual(STACKS);
    expanded = stacks.map(({ topology }) => topology);
    emulator = await Emulator.start();
    before = await readAccounts(emulator, expanded);
    const cdktf = new CdktfCli({ folder, topologies, environment: { AWS_ENDPOINT_URL: emulator.url } });
    ({ printed } = await cdktf.deploy("fleet-*", "--parallelism", "5"));
  });

  afterAll(async () => {
    await emulator.stop();
    remove();
  });

  it("deploys them at the same time", () => {
    const [untilTheFirstIsDone = ""] = printed.split("Apply complete!");
    // Planned, not creating: on a busy machine the first can be done before the next creates something.
    const planned = STACKS.filter((stack) =>
      untilTheFirstIsDone
        .split("\n")
        .some((line) => line.startsWith(stack) && line.includes("execution plan")),
    );
    expect(printed).toContain("Apply complete!");
    expect(planned.length).toBeGreaterThan(1);
  });

  it("puts into all accounts what was synthesized, and nothing else", async () => {
    const now = await readAccounts(emulator, expanded);
    const expected = STACKS.reduce(
      (estate, name) => expectedEstate(readStackJson(folder, name), now, estate),
      before,
    );
    expect(now).toEqual(expected);
  });
});
