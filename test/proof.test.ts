/** The proof, held against what the generator writes: for the five stacks and for random topologies. */
import { App } from "cdktf";
import fc from "fast-check";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TopologyStack } from "../src/constructs/topology-stack";
import { readEstate } from "../src/estate/read-estate";
import { explainIncomplete, proveComplete } from "../src/prove/proof/completeness";
import { proveMinimal } from "../src/prove/proof/minimality";
import { explainUnexpected, sweep } from "../src/prove/sweep/sweep";
import { intentsOf } from "../src/topology/intents";
import { readTopologies } from "../src/topology/load";
import type { Topology } from "../src/topology/topology";
import { arbitraryTopology } from "./fixtures/arbitrary-topology";

const outdir = mkdtempSync(join(tmpdir(), "s3porter-"));
afterAll(() => rmSync(outdir, { recursive: true }));

/** What a topology asks for, and what AWS will hold because of the Terraform. */
function proofOf(topology: Topology, terraform: unknown) {
  const intents = intentsOf(topology);
  const existing = intents.access
    .map(({ principalArn }) => principalArn)
    .filter((arn) => !arn.endsWith(":root"));
  return { intents, estate: readEstate(terraform, { existing: [...new Set(existing)] }) };
}

describe.each(readTopologies(join(__dirname, "..", "stacks")))("$name", ({ name, topology }) => {
  const golden = readFileSync(join(__dirname, "golden", `${name}.tf.json`), "utf8");
  const { intents, estate } = proofOf(topology, JSON.parse(golden));

  test("is complete: everything that was asked for is allowed", () => {
    const { missing, questions } = proveComplete(intents, estate);
    expect(missing.map(explainIncomplete)).toEqual([]);
    expect(questions).toBeGreaterThan(10);
  });

  test("is minimal: no granted action can be spared", () => {
    const { needed, superfluous, administrative } = proveMinimal(intents, estate);
    expect(superfluous).toEqual([]);
    expect(administrative.map(({ statement }) => statement.Sid)).toEqual(
      estate.keys.map(() => "EnableIAMPolicies"),
    );
    expect(needed.length).toBeGreaterThan(10);
  });

  test("allows nothing else, to anybody", () => {
    const { unexpected, allowed, cells } = sweep(intents, estate);
    expect(unexpected.map(explainUnexpected)).toEqual([]);
    expect(allowed).toBeGreaterThan(10);
    expect(cells).toBeGreaterThan(2000);
  });
});

test("a statement without a Sid is taken apart like any other", () => {
  const topology = readTopologies(join(__dirname, "..", "stacks"))[0]?.topology as Topology;
  const golden = readFileSync(join(__dirname, "golden", "copy-with-role.tf.json"), "utf8");
  const { intents, estate } = proofOf(topology, JSON.parse(golden.replaceAll(/,\s*"Sid": "[A-Za-z]+"/g, "")));
  const { needed, superfluous } = proveMinimal(intents, estate);
  expect(superfluous).toEqual([]);
  expect(needed.length).toBeGreaterThan(10);
  expect(needed.every(({ statement }) => statement.Sid === undefined)).toBe(true);
});

describe("a policy of copy-with-role that is wrong", () => {
  const topology = readTopologies(join(__dirname, "..", "stacks"))[0]?.topology as Topology;
  const golden = readFileSync(join(__dirname, "golden", "copy-with-role.tf.json"), "utf8");
  const wrong = (from: string, to: string) => {
    expect(golden).toContain(from);
    return proofOf(topology, JSON.parse(golden.replaceAll(from, to)));
  };

  test("is told with who cannot do what, and the document and account that lack it", () => {
    const { intents, estate } = wrong('"s3:GetObjectTagging"', '"s3:GetObjectAcl"');
    const [first] = proveComplete(intents, estate).missing;
    expect(first && explainIncomplete(first)).toBe(
      `arn:aws:iam::222222222222:role/S3Porter cannot do: reading tags
it takes s3:GetObjectTagging on arn:aws:s3:::acme-source/a/b (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html)
not allowed: across accounts, both the caller's identity side and the resource's policy must allow it
  no statement of the bucket policy of acme-source in account 111111111111 matches
  no statement of the identity policy s3porter-copy-with-role-porter of role S3Porter in account 222222222222 matches`,
    );
  });

  test.each<[string, string, string, string]>([
    [
      "a wildcard",
      '"s3:AbortMultipartUpload"',
      '"s3:*"',
      "arn:aws:iam::222222222222:role/S3Porter may do s3:",
    ],
    [
      "a principal that is its whole account",
      "arn:aws:iam::222222222222:role/S3Porter",
      "arn:aws:iam::222222222222:role/*",
      "arn:aws:iam::222222222222:role/sweep-everything may do",
    ],
  ])("is told with who may do what nobody asked for: %s", (_, from, to, message) => {
    const { intents, estate } = wrong(from, to);
    const texts = sweep(intents, estate).unexpected.map(explainUnexpected);
    expect(texts.filter((text) => text.startsWith(message))).not.toEqual([]);
  });
});

test("random topologies are complete and minimal, and allow nothing else", () => {
  fc.assert(
    fc.property(arbitraryTopology.map(provable), (topology) => {
      const stack = new TopologyStack(new App({ outdir }), "stack", topology);
      stack.prepareStack();
      const { intents, estate } = proofOf(topology, JSON.parse(JSON.stringify(stack.toTerraform())));
      expect(proveComplete(intents, estate).missing.map(explainIncomplete)).toEqual([]);
      expect(proveMinimal(intents, estate).superfluous).toEqual([]);
      expect(sweep(intents, estate).unexpected.map(explainUnexpected)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

/**
 * Without prefixes that name the user, for a role has no user name; and without replication where an entire account
 * is given access, whose use of a Bucket Key covers that of a replication role of the same account.
 */
function provable(topology: Topology): Topology {
  const isShared = Object.values(topology.principals ?? {}).some(({ entire_account }) => entire_account);
  return {
    ...topology,
    access: topology.access?.filter(({ prefix = "" }) => !prefix.includes("${")),
    replication: isShared ? [] : topology.replication,
  };
}
