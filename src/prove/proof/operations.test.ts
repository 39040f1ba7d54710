import { topologyTerraform } from "../../constructs/topology-terraform";
import { caseOf } from "../../verify/topology";
import { loadTopology } from "../../topology/load";
import type { Operation } from "./operation";
import { operationsOf } from "./operations";
import { MissingFromEstate, Scene } from "./scene";
import { resolve } from "../../topology/resolve";

const ACCOUNTS = `accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: eu-west-1 }
`;

function operationsOfTopology(text: string): Operation[] {
  const topology = loadTopology(ACCOUNTS + text);
  const { intents, estate } = caseOf(
    resolve(topology),
    topologyTerraform("stack", resolve(topology)).terraform,
  );
  return operationsOf(new Scene(intents, estate));
}

/** Each once, as `who: what on what`. */
function titles(operations: readonly Operation[], expected: Operation["expected"]): string[] {
  const wanted = operations.filter((operation) => operation.expected === expected);
  return [...new Set(wanted.map(({ actor, title, on }) => `${actor.name}: ${title} on ${on.join(" to ")}`))];
}

const ANN = `principals:
  ann: { account: a, user: Ann, existing: true }
`;
const BUCKETS = `buckets:
  one: { account: a, name: acme-one }
  two: { account: b, name: acme-two, encryption: AES256 }
`;
const OWNERS = ["aws s3 ls", "GET", "PUT", "PUT with the bucket's key"].map(
  (title) => `an administrator of account 111111111111: ${title} on acme-one`,
);

test.each<[string, string[]]>([
  ["list", ["Ann: aws s3 ls on acme-one"]],
  ["get", ["HEAD", "aws s3 cp, downloading", "reading tags"].map((title) => `Ann: ${title} on acme-one`)],
  [
    "put",
    ["aws s3 cp, uploading", "PUT with tags", "aborting an upload", "PUT with the bucket's key"].map(
      (title) => `Ann: ${title} on acme-one`,
    ),
  ],
  ["delete", ["Ann: aws s3 rm on acme-one"]],
  ["locate", ["Ann: getting the bucket's Region on acme-one"]],
  [
    "list_uploads",
    ["listing multipart uploads", "listing the parts of an upload"].map(
      (title) => `Ann: ${title} on acme-one`,
    ),
  ],
  ["list_versions", ["Ann: listing versions on acme-one"]],
  [
    "get_version",
    ["GET of a version", "reading the tags of a version"].map((title) => `Ann: ${title} on acme-one`),
  ],
  ["delete_version", ["Ann: deleting a version on acme-one"]],
  [
    "get_annotations",
    ["listing annotations", "reading an annotation"].map((title) => `Ann: ${title} on acme-one`),
  ],
  ["put_annotations", ["Ann: writing an annotation on acme-one"]],
  ["initiate_replication", ["Ann: starting the replication of an object on acme-one"]],
  ["generate_manifest", ["Ann: listing objects for a job on acme-one"]],
  ["update_encryption", ["Ann: re-encrypting an object on acme-one"]],
])("%s stands for", (level, expected) => {
  const operations = operationsOfTopology(
    `${BUCKETS}${ANN}access:\n  - { principal: ann, bucket: one, allow: ${level} }\n`,
  );
  const ofAnn = titles(operations, "allowed").filter((title) => title.startsWith("Ann"));
  expect(ofAnn).toEqual(expected);
});

test.each<[string, string, string[]]>([
  ["get", "put", ["cp"]],
  ["read", "write", ["cp", "cp --recursive"]],
  ["read", "[write, list]", ["cp", "cp --recursive", "sync"]],
  ["[read, delete]", "[write, list, delete]", ["cp", "cp --recursive", "sync", "sync --delete", "mv"]],
])("%s and %s stand for copies by", (from, to, expected) => {
  const operations = operationsOfTopology(
    `${BUCKETS}${ANN}access:
  - { principal: ann, bucket: one, allow: ${from} }
  - { principal: ann, bucket: two, allow: ${to} }
`,
  );
  const copies = titles(operations, "allowed").filter((title) => title.includes("acme-one to acme-two"));
  expect(copies).toEqual(expected.map((command) => `Ann: aws s3 ${command} on acme-one to acme-two`));
});

test("a copy with annotations needs them to be granted at both ends", () => {
  const copies = (from: string, to: string) =>
    titles(
      operationsOfTopology(
        `${BUCKETS}${ANN}access:
  - { principal: ann, bucket: one, allow: ${from} }
  - { principal: ann, bucket: two, allow: ${to} }
`,
      ),
      "allowed",
    ).filter((title) => title.includes("annotations on acme-one to acme-two"));
  expect(copies("[read, get_annotations]", "[write, put_annotations]")).toHaveLength(1);
  expect(copies("read", "[write, put_annotations]")).toEqual([]);
  expect(copies("[read, get_annotations]", "write")).toEqual([]);
});

test("a copy is tried in all its variants", () => {
  const operations = operationsOfTopology(
    `${BUCKETS}${ANN}access:
  - { principal: ann, bucket: one, allow: get }
  - { principal: ann, bucket: two, allow: put }
`,
  );
  const variants = operations.flatMap(({ title, variant }) => (title === "aws s3 cp" ? [variant] : []));
  expect([...new Set(variants)].sort()).toEqual([
    "multipart, tagged, CLI version 1",
    "multipart, tagged, CLI version 2",
    "multipart, untagged, CLI version 1",
    "multipart, untagged, CLI version 2",
    "small, tagged, CLI version 1",
    "small, tagged, CLI version 2",
    "small, untagged, CLI version 1",
    "small, untagged, CLI version 2",
  ]);
});

test("the owner of a bucket and its key keeps control, and others are refused", () => {
  const operations = operationsOfTopology("buckets:\n  one: { account: a, name: acme-one }\n");
  expect(titles(operations, "allowed")).toEqual([
    "an administrator of account 111111111111: administering the key on aws_kms_key.one",
    ...OWNERS,
  ]);
  expect(titles(operations, "refused")).toEqual([
    "an administrator of account 111111111111: ls without TLS on acme-one",
    "an administrator of account 111111111111: GET without TLS on acme-one",
    "an administrator of account 999999999999: GET on acme-one",
    "an administrator of account 999999999999: PUT on acme-one",
  ]);
});

test("outside a narrow access, requests are refused, and so are other users of the account and the key without S3", () => {
  const operations = operationsOfTopology(`${BUCKETS}principals:
  porter: { account: b, role: Porter, existing: true }
access:
  - { principal: porter, bucket: one, allow: read, prefix: in/ }
`);
  const refused = operations.filter(
    ({ expected, actor }) => expected === "refused" && actor.name === "Porter",
  );
  expect(refused.map(({ title, variant = "" }) => `${title} ${variant}`.trim())).toEqual([
    "decrypting without S3",
    "GET of an object outside in/",
    "PUT of an object outside in/",
  ]);
  expect(titles(operations, "refused")).toContain(
    "an administrator of account 222222222222: GET on acme-one",
  );
});

test("if a whole account has access, no other users of it are refused", () => {
  const operations = operationsOfTopology(`${BUCKETS}principals:
  partner: { account: b, entire_account: true }
access:
  - { principal: partner, bucket: one, allow: read }
`);
  expect(
    titles(operations, "refused").filter((title) =>
      title.includes("an administrator of account 222222222222"),
    ),
  ).toEqual([
    "an administrator of account 222222222222: ls without TLS on acme-two",
    "an administrator of account 222222222222: GET without TLS on acme-two",
  ]);
});

test("a role is assumed by those it trusts, with the external id, and by no one else", () => {
  const operations = operationsOfTopology(`${BUCKETS}principals:
  vendor:
    account: a
    role: Vendor
    assumed_by: ["arn:aws:iam::333333333333:root", ec2.amazonaws.com]
    external_id: acme-42
`);
  const ofRole = (expected: Operation["expected"]) =>
    titles(operations, expected).filter((title) => title.includes("assuming"));
  expect(ofRole("allowed")).toEqual([
    "an administrator of account 333333333333: assuming the role on Vendor",
    "ec2.amazonaws.com: assuming the role on Vendor",
  ]);
  expect(ofRole("refused")).toEqual([
    "an administrator of account 111111111111: assuming the role on Vendor",
    "an administrator of account 999999999999: assuming the role on Vendor",
    "an administrator of account 333333333333: assuming the role without the external id on Vendor",
    "an administrator of account 333333333333: assuming the role with another external id on Vendor",
  ]);
});

test.each([
  [
    "{ from: one, to: three }",
    ["of an object", "of a tagged object", "of an annotation", "in parts", "of a plaintext object"],
  ],
  [
    "{ from: one, to: three, delete_markers: true }",
    [
      "of an object",
      "of a tagged object",
      "of an annotation",
      "in parts",
      "of a plaintext object",
      "of a delete marker",
    ],
  ],
])("replication %s", (edge, expected) => {
  const operations = operationsOfTopology(
    `${BUCKETS}  three: { account: b, name: acme-three }\nreplication:\n  - ${edge}\n`,
  );
  const variants = operations.flatMap(({ title, variant }) => (title === "replication" ? [variant] : []));
  expect([...new Set(variants)]).toEqual(expected);
});

test("an operation on something outside the Terraform is an error", () => {
  const topology = loadTopology(`${ACCOUNTS}${BUCKETS}`);
  const { intents, estate } = caseOf(
    resolve(topology),
    topologyTerraform("stack", resolve(topology)).terraform,
  );
  const access = [
    {
      principalArn: "arn:aws:iam::111111111111:user/Ann",
      bucketArn: "arn:aws:s3:::other",
      permissions: ["get" as const],
      prefix: "",
    },
  ];
  const scene = new Scene({ ...intents, access }, estate);
  expect(() => operationsOf(scene)).toThrow(MissingFromEstate);
  expect(() => operationsOf(scene)).toThrow(
    "the Terraform has no bucket arn:aws:s3:::other, which was asked for",
  );
});
