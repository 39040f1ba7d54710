import { stackCase } from "../../../test/fixtures/stack-case";
import { topologyTerraform } from "../../constructs/topology-terraform";
import { isAllowed } from "./explanation";
import { loadTopology } from "../../topology/load";
import { caseOf } from "../topology";
import { explain } from "../../../test/support/explained";
import { resolve } from "../../topology/resolve";

function ask(stack: string, as: string, what: string, on: string) {
  const { model, intents, estate } = stackCase(stack);
  return explain({ as, do: what, on }, model, { intents, estate });
}

test.each<[string, string, string, string, boolean]>([
  ["copy-with-role", "porter", "s3:GetObject", "source", true],
  ["copy-with-role", "porter", "s3:PutObject", "source", false],
  ["copy-with-role", "porter", "kms:Decrypt", "source", true],
  ["copy-with-role", "porter", "kms:GenerateDataKey", "source", false],
  ["copy-with-role", "porter", "aws s3 cp --recursive", "source", true],
  ["copy-with-role", "porter", "aws s3 sync", "source", false],
  ["copy-with-role", "porter", "decrypting without S3", "source", false],
  ["copy-with-user", "sync", "aws s3 sync", "source", true],
  ["replication", "s3.amazonaws.com", "sts:AssumeRole", "acme-replication", true],
  ["replication", "acme-replication", "replication", "source", true],
  ["replication", "ec2.amazonaws.com", "sts:AssumeRole", "acme-replication", false],
  ["shared-with-account", "partner", "s3:PutObject", "shared", true],
  ["shared-with-account", "ann", "aws s3 rm", "shared", false],
  ["shared-with-account", "*", "s3:GetObject", "shared", false],
  ["copy-with-role", "porter", "CopyObject", "source", true],
  ["copy-with-role", "porter", "s3:ListObjectsV2", "source", true],
  ["copy-with-role", "porter", "GetBucketEncryption", "source", false],
  ["copy-with-role", "porter", "get-object-attributes", "source", false],
  ["copy-with-role", "porter", "Decrypt", "source", true],
  ["copy-with-role", "porter", "GenerateDataKey", "destination", true],
  ["copy-with-role", "porter", "aws s3api delete-objects --bucket acme-source", "source", false],
  ["replication", "s3.amazonaws.com", "AssumeRole", "acme-replication", true],
  ["datasync", "mover", "DataSync", "source", true],
  ["datasync", "mover", "DataSync, writing", "destination", true],
])("of %s, %s can do %s on %s: %p", (stack, as, what, on, expected) => {
  const explanation = ask(stack, as, what, on);
  expect(explanation.answers.length).toBeGreaterThan(0);
  expect(isAllowed(explanation)).toBe(expected);
});

test("a role that another of the topology can assume is explained as it is proved", () => {
  const topology = loadTopology(`
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
buckets:
  source: { account: a, name: acme-source }
principals:
  app: { account: b, role: App, assumed_by: [ec2.amazonaws.com] }
  reader: { account: a, role: Reader, assumed_by: ["arn:aws:iam::222222222222:role/App"], external_id: acme-42 }
access:
  - { principal: reader, bucket: source, allow: read }
`);
  const model = resolve(topology);
  const terraform = JSON.parse(JSON.stringify(topologyTerraform("stack", model).terraform)) as {
    resource: { aws_iam_role_policy: Record<string, unknown> };
  };
  const asked = { as: "app", do: "sts:AssumeRole", on: "reader" };
  expect(isAllowed(explain(asked, model, caseOf(model, terraform)))).toBe(true);
  delete terraform.resource.aws_iam_role_policy.app;
  expect(isAllowed(explain(asked, model, caseOf(model, terraform)))).toBe(false);
});

test.each(["sts:AssumeRole", "AssumeRole", "assuming the role"])(
  "%s is about the role, not the bucket with its name",
  (what) => {
    const model = resolve(
      loadTopology(`
accounts:
  a: { id: "111111111111", region: us-east-1 }
buckets:
  lake: { account: a, name: acme-lake }
principals:
  lake: { account: a, role: Lake, assumed_by: [lake, ec2.amazonaws.com] }
access:
  - { principal: lake, bucket: lake, allow: read }
`),
    );
    const { terraform } = topologyTerraform("stack", model);
    expect(isAllowed(explain({ as: "lake", do: what, on: "lake" }, model, caseOf(model, terraform)))).toBe(
      true,
    );
  },
);

test("things are called as people know them", () => {
  expect(ask("copy-with-role", "porter", "kms:decrypt", "source")).toMatchObject({
    who: "S3Porter",
    what: "kms:Decrypt",
    on: "aws_kms_key.source",
  });
  expect(ask("copy-with-role", "porter", "AWS s3 CP", "source")).toMatchObject({
    what: "aws s3 cp",
    on: "acme-source to acme-destination",
  });
  expect(ask("copy-with-role", "porter", "s3:ListAllMyBuckets", "source").on).toBe("any resource");
});

test("what is not allowed comes with what is nearest to allowing it", () => {
  const { answers } = ask("copy-with-role", "porter", "s3:PutObject", "source");
  expect(answers[0]?.nearest.map(({ sid }) => sid)).toContain("PutDestination");
  expect(ask("copy-with-role", "porter", "s3:GetObject", "source").answers[0]?.nearest).toEqual([]);
});

test.each<[string, string, string, string]>([
  [
    "arn:aws:iam::222222222222:user/destination-admin",
    "sts:AssumeRole",
    "porter",
    "policies of destination-admin that are not in the stack could only deny it",
  ],
  [
    "arn:aws:iam::222222222222:role/Other",
    "s3:GetObject",
    "destination",
    "policies of Other that are not in the stack could allow it; nothing else prevents it",
  ],
  [
    "arn:aws:iam::333333333333:user/Eve",
    "s3:GetObject",
    "source",
    "no policies of Eve that are not in the stack could allow it",
  ],
])("of %s, nobody knows all policies", (as, what, on, note) => {
  expect(ask("copy-with-role", as, what, on).assumed).toContain(note);
});

describe("what was asked is what is answered", () => {
  const topology = loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
buckets:
  one: { account: data, name: acme-one }
  two: { account: data, name: acme-two }
principals:
  p: { account: apps, role: P, existing: true }
  tagged: { account: apps, role: Tagged, existing: true }
  own: { account: apps, role: Own, assumed_by: ["arn:aws:iam::222222222222:root"], tags: { team: blue } }
access:
  - { principal: p, bucket: one, allow: read, prefix: "x/" }
  - { principal: p, bucket: two, allow: [write, list] }
  - { principal: tagged, bucket: one, allow: read, prefix: "\${aws:PrincipalTag/team}/" }
  - { principal: own, bucket: one, allow: read, prefix: "\${aws:PrincipalTag/team}/\${aws:userid}/" }
replication:
  - { from: one, to: two, prefix: "x/" }
  - { from: one, to: two, prefix: "w/" }
`);
  const model = resolve(topology);
  const stack = caseOf(model, topologyTerraform("stack", model).terraform);
  const ask = (as: string, what: string, on: string, context: string[] = []) =>
    explain({ as, do: what, on, context }, model, stack);

  test.each<[string, string, boolean]>([
    ["HEAD", "s3://acme-one/y/z", false],
    ["HEAD", "s3://acme-one/x/z", true],
    ["GET", "s3://acme-one/y/z", false],
    ["GET", "s3://acme-one/x/z", true],
    ["GET", "one", true],
    ["PUT", "s3://acme-one/x/z", false],
    ["reading tags", "s3://acme-one/y/z", false],
    ["aws s3 cp, downloading", "s3://acme-one/y/z", false],
    ["aws s3 cp s3://acme-one/y/z .", "one", false],
    ["aws s3 cp s3://acme-one/x/z .", "one", true],
    ["aws s3 ls", "s3://acme-one/y/", false],
    ["aws s3 ls", "s3://acme-one/x/", true],
    ["aws s3 ls", "s3://acme-one/", false],
    ["aws s3 ls", "s3://acme-one", false],
    ["aws s3 ls s3://acme-one", "one", false],
    ["aws s3 ls", "one", true],
    ["s3:ListBucket", "s3://acme-one/", false],
    ["s3:ListBucket", "arn:aws:s3:::acme-one", false],
    ["s3:ListBucket", "s3://acme-one/x/", true],
    ["s3:ListBucket", "one", true],
    ["kms:Decrypt", "s3://acme-one/y/z", false],
    ["aws s3 cp", "s3://acme-one/y/z", false],
    ["aws s3 cp", "s3://acme-one/x/z", true],
    ["aws s3 cp s3://acme-one/y/z s3://acme-two/y/z", "two", false],
    ["aws s3 cp s3://acme-two/x/z s3://acme-one/x/z", "one", false],
    ["aws s3 sync s3://acme-one/x/ s3://acme-two/", "one", true],
    ["aws s3 sync s3://acme-one/x s3://acme-two/", "one", true],
    ["aws s3 sync s3://acme-one/ s3://acme-two/", "one", false],
    ["aws s3 cp --recursive", "s3://acme-one/y/", false],
  ])("%s on %s: %p", (what, on, expected) => {
    expect(isAllowed(ask("p", what, on))).toBe(expected);
  });

  test("what was not asked, and had to be assumed, is said", () => {
    expect(ask("p", "HEAD", "one").assumed).toEqual([
      "no object key was named: the answer is for s3://acme-one/x/a/b",
    ]);
    expect(ask("p", "HEAD", "s3://acme-one/x/z").assumed).toEqual([]);
    expect(ask("p", "HEAD", "s3://acme-one/y/z").assumed).toEqual(["the topology does not ask for it"]);
    expect(ask("p", "s3:ListBucket", "one").assumed).toEqual([
      "the answer is for listing the prefix x/",
      "for the whole bucket, use --on s3://acme-one/",
    ]);
    expect(ask("p", "kms:Decrypt", "one").assumed).toContain("the answer is for x/a/b");
  });

  test("the context of the request counts", () => {
    const tagged = (key: string, context: string[]) =>
      isAllowed(ask("tagged", "GET", `s3://acme-one/${key}`, context));
    expect(tagged("blue/z", [])).toBe(false);
    expect(tagged("blue/z", ["aws:PrincipalTag/team=blue"])).toBe(true);
    expect(tagged("blue/z", ["aws:principaltag/TEAM=blue"])).toBe(true);
    expect(tagged("red/z", ["aws:PrincipalTag/team=blue"])).toBe(false);
    expect(isAllowed(ask("p", "HEAD", "s3://acme-one/x/z", ["aws:SecureTransport=false"]))).toBe(false);
    expect(isAllowed(ask("p", "HEAD", "s3://acme-one/x/z", ["AWS:securetransport=false"]))).toBe(false);
    expect(ask("tagged", "GET", "one", ["aws:PrincipalTag/team=blue"])).toMatchObject({
      assumed: ["no object key was named: the answer is for s3://acme-one/blue/a/b"],
      answers: [
        { decision: { allowed: true } },
        { decision: { allowed: true } },
        { decision: { allowed: true } },
      ],
    });
  });

  test("a tag of the role counts unless the question states another, and so does the unique id", () => {
    const own = (key: string, context: string[]) =>
      isAllowed(ask("own", "GET", `s3://acme-one/${key}`, context));
    const id = "AROAEXAMPLE:ann";
    expect(own(`blue/${id}/z`, [`aws:userid=${id}`])).toBe(true);
    expect(own(`blue/${id}/z`, [`AWS:UserId=${id}`])).toBe(true);
    expect(own(`blue/${id}/z`, [])).toBe(false);
    expect(own(`red/${id}/z`, [`aws:userid=${id}`])).toBe(false);
    expect(own(`red/${id}/z`, [`aws:userid=${id}`, "aws:PrincipalTag/Team=red"])).toBe(true);
  });

  test("a replica has the key of its source", () => {
    for (const key of ["x/z", "w/z"]) {
      const replicated = ask("acme-one-replication", "replication", `s3://acme-one/${key}`);
      expect(isAllowed(replicated)).toBe(true);
      const objects = replicated.answers.map(({ authorization }) => authorization.resource);
      expect(objects.filter((arn) => /:s3:::.*\//.test(arn)).every((arn) => arn.endsWith(`/${key}`))).toBe(
        true,
      );
    }
  });

  test.each<[string, string, RegExp]>([
    [
      "aws s3 cp s3://acme-one/x/z .",
      "two",
      /^--on names acme-two, but --do is about s3:\/\/acme-one\/x\/z;/,
    ],
    [
      "aws s3 ls s3://acme-oen/x/",
      "one",
      /which is not in the stack; name acme-one or acme-two; did you mean "acme-one"\?$/,
    ],
    [
      "aws s3 ls s3://acme-one/x/",
      "s3://acme-one/y/",
      /^the question names two object keys of acme-one, "x\/" and "y\/";/,
    ],
    ["aws s3 cp ./a s3://acme-two/x --acl public-read", "two", /^--do ".*" is an unknown operation for P /],
  ])("%s on %s is refused", (what, on, message) => {
    expect(() => ask("p", what, on)).toThrow(message);
  });

  test("what no rule replicates is refused", () => {
    expect(() => ask("acme-one-replication", "replication", "s3://acme-one/y/z")).toThrow(
      's3://acme-one/y/z is not replicated to acme-two: the replication rules cover keys that begin with "x/" or "w/"',
    );
  });
});

test("what is handed over is taken as given, and named where it decides", () => {
  const given =
    "given that the administrators of account b (222222222222) attach what they are handed over, to user Dilip";
  const read = ask("shared-with-partner", "dilip", "s3:GetObject", "shared");
  expect(isAllowed(read)).toBe(true);
  expect(read.assumed[0]).toBe(given);
  const names = (explanation: typeof read) =>
    explanation.answers.flatMap(({ decision }) =>
      (decision?.chain ?? []).flatMap(({ documents }) => documents.map(({ name }) => name)),
    );
  const policy = "identity policy s3porter-dilip@acme-shared-partner of user Dilip (in the hand-over to b)";
  expect(names(read)).toContain(policy);
  const removed = ask("shared-with-partner", "dilip", "s3:DeleteObject", "shared");
  expect(isAllowed(removed)).toBe(false);
  expect(names(removed)).toContain(policy);
  expect(ask("shared-with-partner", "ann", "s3:GetObject", "shared").assumed).not.toContain(given);
});

test("it says what it takes as given about the buckets and keys that exist already, which the question is about", () => {
  const key = "key arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";
  const bucket = [
    `each plan checks that bucket acme-data-lake encrypts new objects with the ${key} and a Bucket Key, disables ACLs and blocks public access`,
  ];
  const object = "s3://acme-data-lake/batch/a";
  expect(ask("existing-bucket", "batch", "s3:GetObject", object).assumed).toEqual(bucket);
  expect(ask("existing-bucket", "batch", "aws s3 cp, downloading", object).assumed).toEqual([
    `given that the administrators of ${key} add the statements of output.handover_central_key_policy to its policy, and the rest of it denies nothing that was asked for and allows nothing else`,
    `given that the policy of ${key} lets IAM policies of account 111111111111 grant access to it`,
    ...bucket,
  ]);
});
