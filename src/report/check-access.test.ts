import type { Answer, Connection, DescribedRule, OutsideGrant } from "../prove/check/description";
import { connectionLines, outsiderLines, ruleLines } from "./check-access";
import { styleOf } from "./style";

const PLAIN = styleOf({ colour: false });

/** A role and what it can do with a bucket: `aws s3 ls` is the only operation. */
function connection(role: string, account: string, bucket: string, answer: Answer): Connection {
  return {
    principal: {
      kind: "role",
      name: role,
      arn: `arn:aws:iam::${account}:role/${role}`,
      account,
      policies: "known",
    },
    bucket: {
      name: bucket,
      arn: `arn:aws:s3:::${bucket}`,
      account: "111111111111",
      address: `aws_s3_bucket.${bucket}`,
    },
    operations: [{ title: "aws s3 ls", keys: ["*"], answer, by: [], missing: [], unknown: [] }],
  };
}

const inverse = (answer: Answer): Answer => (answer === "can" ? "cannot" : "can");
const both = (role: string, account: string, onLeft: Answer) => [
  connection(role, account, "left", onLeft),
  connection(role, account, "right", inverse(onLeft)),
];

test("a part of the objects that a Deny leaves out", () => {
  const whole = connection("one", "111111111111", "left", "can");
  const [all] = whole.operations as readonly [Connection["operations"][number]];
  const operations = [all, { ...all, keys: ["secret/*"], answer: "cannot" as const }];
  expect(connectionLines([{ ...whole, operations }], PLAIN)).toEqual([
    "  role one of account 111111111111",
    "    left  can list; except list secret/*",
  ]);
});

describe("principals that can do the same", () => {
  test("with the same buckets are listed together", () => {
    const connections = [...both("one", "111111111111", "can"), ...both("other", "222222222222", "can")];
    expect(connectionLines(connections, PLAIN)).toEqual([
      "  role one of account 111111111111, role other of account 222222222222",
      "    left   can list",
      "    right  nothing",
    ]);
  });

  test("with the same buckets the other way round are not", () => {
    const connections = [...both("one", "111111111111", "can"), ...both("other", "222222222222", "cannot")];
    expect(connectionLines(connections, PLAIN)).toEqual([
      "  role one of account 111111111111",
      "    left   can list",
      "    right  nothing",
      "  role other of account 222222222222",
      "    left   nothing",
      "    right  can list",
    ]);
  });

  test("with buckets of their own are listed together if there are many", () => {
    const connections = [0, 1, 2, 3].flatMap((number) => [
      connection(`role-${number}`, "111111111111", `from-${number}`, "can"),
      connection(`role-${number}`, "111111111111", `to-${number}`, "cannot"),
    ]);
    expect(connectionLines(connections, PLAIN).slice(-2)).toEqual([
      "    each on its own buckets  can list",
      "    each on its own buckets  nothing",
    ]);
  });
});

const GRANT: OutsideGrant = {
  who: { kind: "everyone", isAnonymous: true },
  resource: "arn:aws:s3:::acme-site",
  document: { name: "bucket policy of acme-site", account: "111111111111" },
  statement: "Read",
  actions: ["s3:GetObject"],
  operations: [],
  limits: [],
  objects: [],
  conditions: [],
  unknown: [],
};

test("the grantee of an ACL can be unknown", () => {
  const who = { kind: "account", arn: "", account: "" } as const;
  expect(outsiderLines([{ ...GRANT, who }], (words) => words).join()).toContain(
    "an account that is not known",
  );
});

test("a grant to everyone says whether the bucket blocks it", () => {
  const text = (outsider: OutsideGrant) =>
    outsiderLines([outsider], (words) => words)
      .join(" ")
      .replaceAll(/\s+/g, " ");
  expect(text(GRANT)).toBe(" everyone, without credentials s3:GetObject on acme-site, by Read");
  expect(text({ ...GRANT, isBlocked: true })).toBe(
    " everyone, without credentials s3:GetObject on acme-site, by Read, but the bucket blocks public access",
  );
});

test("a rule that works says which old objects it leaves out, unless it is disabled", () => {
  const rule: DescribedRule = {
    address: "aws_s3_bucket_replication_configuration.x",
    from: "acme-from",
    to: "acme-to",
    roleArn: "arn:aws:iam::111111111111:role/replicator",
    isEnabled: true,
    answer: "can",
    failures: [],
    unknown: [],
    leavesOut: ["old ones: kms:GenerateDataKey is missing"],
  };
  expect(ruleLines([rule, { ...rule, isEnabled: false }])).toEqual([
    "  acme-from to acme-to  works",
    "    leaves out old ones: kms:GenerateDataKey is missing",
    "  acme-from to acme-to  disabled",
  ]);
});
