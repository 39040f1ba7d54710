/** The proof, held against what the generator writes: for the five stacks and for random topologies. */
import { App } from "cdktf";
import fc from "fast-check";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { proveTopology } from "../../src/verify/topology";
import { TopologyStack } from "../../src/constructs/topology-stack";
import { intentsOf } from "../../src/topology/intents";
import { readTopologies } from "../../src/topology/folder";
import { loadTopology } from "../../src/topology/load";
import type { Topology } from "../../src/topology/topology";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { proofOf } from "../support/provable";
import { resolve } from "../../src/topology/resolve";
import { runs } from "../support/runs";

const outdir = mkdtempSync(join(tmpdir(), "s3porter-"));
afterAll(() => rmSync(outdir, { recursive: true }));

function golden(name: string): string {
  return readFileSync(join(__dirname, "../golden", `${name}.tf.json`), "utf8");
}

const topologies = readTopologies(join(__dirname, "../../stacks"));
const copyWithRole = topologies.find(({ name }) => name === "copy-with-role")?.topology as Topology;

describe.each(topologies)("$name", ({ name, topology }) => {
  const proof = proofOf(intentsOf(resolve(topology)), JSON.parse(golden(name)));

  test("is proved", () => expect(proof.flaws).toEqual([]));

  test("has something to prove", () => {
    expect(proof.operations.filter(({ expected }) => expected === "allowed").length).toBeGreaterThan(15);
    expect(proof.operations.filter(({ expected }) => expected === "refused").length).toBeGreaterThan(5);
    expect(proof.grants.filter(({ kind }) => kind === "needed").length).toBeGreaterThan(10);
    expect(proof.sweep.allowed).toBeGreaterThan(20);
  });

  test("names the page of AWS for every question", () => {
    const pages = proof.operations.flatMap(({ questions }) =>
      questions.map(({ authorization }) => authorization.source),
    );
    expect(pages).not.toEqual([]);
    expect(
      pages.filter((page) => !/^https:\/\/docs\.aws\.amazon\.com\/\S+\.html(#\S+)?$/.test(page)),
    ).toEqual([]);
  });

  test("keeps its keys, and calls that by its name", () => {
    const administrative = proof.grants.filter(({ kind }) => kind === "administrative");
    const creates = Object.values(topology.buckets).some(({ existing }) => !existing);
    expect(new Set(administrative.map(({ statement }) => statement.sid))).toEqual(
      new Set(creates ? ["EnableIAMPolicies"] : []),
    );
    expect(administrative.every(({ address }) => address.startsWith("aws_kms_key."))).toBe(true);
  });
});

test("a statement without a Sid is taken apart like any other", () => {
  const terraform = JSON.parse(golden("copy-with-role").replaceAll(/,\s*"Sid": "[A-Za-z]+"/g, "")) as unknown;
  const { flaws, grants } = proofOf(intentsOf(resolve(copyWithRole)), terraform);
  expect(flaws).toEqual([]);
  expect(grants.every(({ statement }) => statement.sid === undefined)).toBe(true);
});

describe("a policy of copy-with-role that is wrong", () => {
  const wrong = (from: string, to: string) => {
    expect(golden("copy-with-role")).toContain(from);
    return proofOf(
      intentsOf(resolve(copyWithRole)),
      JSON.parse(golden("copy-with-role").replaceAll(from, to)),
    );
  };

  test("is told with who cannot do what, and the document and account that lack it, and what to do", () => {
    const [first] = wrong('"s3:GetObjectTagging"', '"s3:GetObjectAcl"').flaws;
    expect(first).toEqual({
      part: "complete",
      problem:
        "S3Porter lacks permission for reading tags on acme-source, and 8 more: s3:GetObjectTagging on arn:aws:s3:::acme-source/a/b is not allowed",
      addresses: ["aws_s3_bucket_policy.source", "aws_iam_role_policy.porter"],
      because: [
        "across accounts, both the caller's policies and the resource's policy must allow it",
        "no statement of the bucket policy of acme-source in account 111111111111 matches",
        "no statement of the identity policy s3porter-copy-with-role-porter of role S3Porter in account 222222222222 matches",
      ],
      repair:
        "in aws_s3_bucket_policy.source (account 111111111111), allow arn:aws:iam::222222222222:role/S3Porter s3:GetObjectTagging on arn:aws:s3:::acme-source/*; and in aws_iam_role_policy.porter (account 222222222222), allow s3:GetObjectTagging on arn:aws:s3:::acme-source/*",
      source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html",
    });
  });

  test.each<[string, string, string, string]>([
    ["a wildcard", '"s3:AbortMultipartUpload"', '"s3:*"', "S3Porter can do "],
    [
      "a principal that is its whole account",
      "arn:aws:iam::222222222222:role/S3Porter",
      "arn:aws:iam::222222222222:role/*",
      "someone in account 222222222222 like arn:aws:iam::222222222222:role/* can do ",
    ],
    [
      "a user that anybody may pose as",
      "arn:aws:iam::222222222222:user/destination-admin",
      "arn:aws:iam::222222222222:user/another",
      "another can do sts:AssumeRole on arn:aws:iam::222222222222:role/S3Porter",
    ],
  ])("is told with who can do what nobody asked for: %s", (_, from, to, message) => {
    const problems = wrong(from, to).flaws.map(({ problem }) => problem);
    expect(problems.filter((problem) => problem.startsWith(message))).not.toEqual([]);
  });
});

test("random topologies are proved", () => {
  fc.assert(
    fc.property(arbitraryTopology, (topology) => {
      const stack = new TopologyStack(new App({ outdir }), "stack", resolve(topology));
      stack.prepareStack();
      const { flaws } = proofOf(
        intentsOf(resolve(topology)),
        JSON.parse(JSON.stringify(stack.toTerraform())),
      );
      expect(flaws).toEqual([]);
    }),
    { numRuns: runs(2_000, 30) },
  );
});

test("the proof shares nothing with what it is held against", () => {
  const files = textsOf("prove");
  expect(files.length).toBeGreaterThan(60);
  for (const [file, text] of files) {
    for (const [, target = ""] of text.matchAll(/from "(\.[^"]*)"/g)) {
      const from = normalize(join("prove", dirname(file), target));
      expect([file, from]).toEqual([file, expect.stringMatching(/^(prove|estate|aws|messages)\//)]);
    }
  }
});

test("what both know of AWS is names, and no action", () => {
  for (const [file, text] of textsOf("aws"))
    expect([file, /\b(s3|kms|sts|iam):[A-Z*]\w*/.exec(text)?.[0]]).toEqual([file, undefined]);
});

/** The files of a room, and what they say. */
function textsOf(room: string): [file: string, text: string][] {
  const folder = join(__dirname, "../../src", room);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => [file, readFileSync(join(folder, file), "utf8")]);
}

test.each(["in", "s", "s3porter", "a", "in/a"])("the prefix %s needs no slash at its end", (prefix) => {
  const topology = loadTopology(`
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
buckets:
  source: { account: a, name: acme-source }
  replica: { account: b, name: acme-replica }
principals:
  reader: { account: b, user: reader }
access:
  - { principal: reader, bucket: source, allow: read_write, prefix: ${prefix} }
replication:
  - { from: source, to: replica, prefix: ${prefix} }
`);
  expect(proveTopology({ name: "stack", topology }).proof.flaws).toEqual([]);
});
