/** What a description says of estates that are right: nothing is half-granted, and every rule replicates. */
import fc from "fast-check";
import { App } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TopologyStack } from "../../src/constructs/topology-stack";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { describe as describeEstate } from "../../src/prove/check/describe";
import type { Answer } from "../../src/prove/check/description";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import type { Topology } from "../../src/topology/topology";
import { arbitraryTopology, createsAll } from "../fixtures/arbitrary-topology";
import { estateFor } from "../support/provable";
import { runs } from "../support/runs";
import { readTopology, STACK_NAMES } from "../support/topologies";

const outdir = mkdtempSync(join(tmpdir(), "s3porter-"));
afterAll(() => rmSync(outdir, { recursive: true }));

test.each(STACK_NAMES)("nothing of %s is half-granted, and everything that was asked for works", (name) => {
  const terraform: unknown = JSON.parse(
    readFileSync(join(__dirname, "../golden", `${name}.tf.json`), "utf8"),
  );
  check(readTopology(name), terraform);
});

test("nothing of a random topology is half-granted, and everything that was asked for works", () => {
  fc.assert(
    // Without a topology, nobody says what exists already.
    fc.property(arbitraryTopology.filter(createsAll), (topology) => {
      const stack = new TopologyStack(new App({ outdir }), "stack", resolve(topology));
      check(topology, JSON.parse(JSON.stringify(stack.toTerraform())));
    }),
    { numRuns: runs(200) },
  );
});

test.each(["write", "update_encryption"] as const)(
  "nobody is half-granted for what a bucket lets all of an organization %s, and the key does not let them alone",
  (allow) => {
    const topology = loadTopology(`
accounts:
  data: { id: "111111111111", region: us-east-1 }
  keys: { id: "222222222222", region: us-east-1 }
keys:
  shared: { account: keys }
buckets:
  source: { account: data, name: acme-source, key: shared }
  copy: { account: keys, name: acme-copy }
principals:
  members: { organization: o-abcde12345 }
access:
  - { principal: members, bucket: source, allow: ${allow} }
replication:
  - { from: source, to: copy }
`);
    const { terraform } = topologyTerraform("stack", resolve(topology));
    check(topology, JSON.parse(JSON.stringify(terraform)));
  },
);

function check(topology: Topology, terraform: unknown): void {
  const intents = intentsOf(resolve(topology));
  const { outsiders, connections, replications, counts } = describeEstate(estateFor(intents, terraform));
  const half = connections.flatMap(({ principal, bucket, operations }) =>
    operations
      .filter(({ answer }) => answer === "half")
      .map(({ title, variant, keys, half, missing }) => ({
        who: `${principal.arn} ${bucket.name}`,
        what: `${half}: ${title} ${variant} ${keys.join()}`,
        missing: missing.map(({ authorization: { action }, documents }) => [action, documents]),
      })),
  );
  expect(half).toEqual([]);
  expect(replications.flatMap(({ failures }) => failures)).toEqual([]);
  // Where policies name several organizations, nothing says which one the account of a replication role is in.
  const organizations = new Set(JSON.stringify(intents).match(/\bo-[a-z0-9]{10,32}\b/g));
  if (organizations.size < 2) {
    expect(replications.flatMap(({ unknown }) => unknown)).toEqual([]);
    expect(counts.replications.can).toBe(replications.length);
  }
  // The values of some policy variables are not in the Terraform. A statement can have several prefixes.
  const hasVariables = intents.access.some(({ prefix }) => prefix.includes("${"));
  const isRight = (answer: Answer, isOpen: boolean) =>
    answer === "can" || (answer === "unknown" && (hasVariables || isOpen));
  for (const { principalArn, bucketArn, permissions } of intents.access) {
    // A description has the accounts of an organization among the outsiders, as it does not know which accounts these are.
    if (principalArn.includes(":organizations:")) {
      expect(outsiders.map(({ resource }) => resource)).toContain(bucketArn);
      continue;
    }
    const connection = connections.find(
      ({ principal, bucket }) => principal.arn === principalArn && bucket.arn === bucketArn,
    );
    // Where a request comes from is not in the Terraform.
    const isLimited = intents.limits?.some((limit) => limit.bucketArn === bucketArn) ?? false;
    const can = connection?.operations.filter(({ answer }) => isRight(answer, isLimited)) ?? [];
    const titles = permissions.flatMap((permission) => TITLES[permission as keyof typeof TITLES] ?? []);
    for (const title of titles) expect(can.map((operation) => operation.title)).toContain(title);
  }
}

/** One operation of each of these permissions. */
const TITLES = {
  list: "aws s3 ls",
  get: "aws s3 cp, downloading",
  put: "aws s3 cp, uploading",
  delete: "aws s3 rm",
};
