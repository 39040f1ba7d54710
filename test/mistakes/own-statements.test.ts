/** Statements of the user's own: they are told and linted, and must neither change nor defeat what was asked for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EncryptedBucket } from "../../src";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { prove } from "../../src/prove/prove";
import { loadTopology, readTopology } from "../../src/topology/load";
import { isTopologyError } from "../../src/topology/problem";
import { resolve } from "../../src/topology/resolve";
import { caseOf } from "../../src/verify/topology";
import { terraformOf, TwoAccounts } from "../fixtures/stack";

const AUDITORS = {
  Sid: "Auditors",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::333333333333:root" },
  Action: "s3:GetBucketAcl",
  Resource: "arn:aws:s3:::acme-lake",
};
const BACKUP = {
  Sid: "Backup",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::333333333333:root" },
  Action: "kms:DescribeKey",
  Resource: "*",
};

/** Of the role etl, which another statement of its own is for, and of the existing role batch of another account. */
const PARAMETERS = {
  Sid: "Parameters",
  Effect: "Allow",
  Action: ["ssm:GetParameter", "s3:GetBucketTagging"],
  Resource: "*",
};
const OPERATORS = {
  Sid: "Operators",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::333333333333:role/operator" },
  Action: "sts:AssumeRole",
};

interface Statements {
  readonly bucket?: unknown;
  readonly key?: unknown;
  readonly role?: unknown;
  readonly trust?: unknown;
  readonly existingRole?: unknown;
  readonly user?: unknown;
}

function topologyWith({ bucket, key, role, trust, existingRole, user }: Statements) {
  const own = (field: string, statements: unknown) => statements !== undefined && { [field]: statements };
  return {
    accounts: {
      data: { id: "111111111111", region: "eu-west-1" },
      apps: { id: "222222222222", region: "eu-west-1" },
    },
    buckets: {
      lake: {
        account: "data",
        name: "acme-lake",
        ...(bucket !== undefined && { statements: bucket }),
        ...(key !== undefined && { key: { statements: key } }),
      },
    },
    principals: {
      batch: { account: "apps", role: "acme-batch", existing: true, ...own("statements", existingRole) },
      etl: {
        account: "data",
        role: "acme-etl",
        assumed_by: ["arn:aws:iam::111111111111:user/admin"],
        ...own("statements", role),
        ...own("trust_statements", trust),
      },
      ann: { account: "data", user: "ann", ...own("statements", user) },
    },
    access: ["batch", "etl", "ann"].map((principal) => ({ principal, bucket: "lake", allow: "read" })),
  };
}

interface Terraform {
  locals: Record<string, { Statement: { Sid?: string }[] }>;
}

function proofWith(statements: Statements, change: (terraform: Terraform) => void = () => undefined) {
  const model = resolve(loadTopology(JSON.stringify(topologyWith(statements))));
  const { terraform } = topologyTerraform("lake", model);
  change(terraform as Terraform);
  const { intents, estate } = caseOf(model, terraform);
  const { flaws, before, operations } = prove(intents, estate);
  return { flaws: flaws.map(({ part, problem }) => `${part}: ${problem}`), told: before, operations };
}

test("what they allow is told", () => {
  const { flaws, told } = proofWith({ bucket: [AUDITORS], key: { Statement: BACKUP } });
  expect(flaws).toEqual([]);
  expect(told).toEqual([
    expect.stringMatching(
      /^statement Auditors of the bucket policy of acme-lake, which is one of your own, also allows s3:GetBucketAcl to /,
    ),
    expect.stringMatching(
      /^statement Backup of the key policy of .*, which is one of your own, also allows kms:DescribeKey to /,
    ),
  ]);
});

test("what they allow in identity and trust policies is told", () => {
  const { flaws, told } = proofWith({
    role: [PARAMETERS],
    trust: [OPERATORS],
    existingRole: {
      Version: "2012-10-17",
      Statement: {
        ...PARAMETERS,
        Sid: "Both",
        Resource: ["arn:aws:s3:::acme-other", "arn:aws:ssm:*:*:parameter/*"],
      },
    },
    user: [{ ...PARAMETERS, Sid: undefined, Action: "kms:DescribeKey" }],
  });
  expect(flaws).toEqual([]);
  expect(told).toEqual([
    "statement Both of the identity policy s3porter-batch@acme-lake of role acme-batch, which is one of your own, also allows s3:GetBucketTagging to acme-batch",
    "statement Parameters of the identity policy s3porter-lake-etl of role acme-etl, which is one of your own, also allows s3:GetBucketTagging to acme-etl",
    "a statement without a Sid of the identity policy s3porter-ann of user ann, which is one of your own, also allows kms:DescribeKey to ann",
    "statement Operators of the trust policy of role acme-etl, which is one of your own, also allows sts:AssumeRole to operator",
  ]);
});

test("one for the bucket of another account takes one in the bucket policy too", () => {
  const existingRole = [
    { Sid: "Tags", Effect: "Allow", Action: "s3:GetBucketTagging", Resource: "arn:aws:s3:::acme-lake" },
  ];
  expect(proofWith({ existingRole }).flaws).toEqual([
    "well-formed: statement Tags of the identity policy s3porter-batch@acme-lake of role acme-batch: s3:GetBucketTagging on arn:aws:s3:::acme-lake has no effect: the bucket policy of acme-lake in account 111111111111 does not allow it for role acme-batch of account 222222222222",
  ]);
  const bucket = [{ ...existingRole[0], Principal: { AWS: "arn:aws:iam::222222222222:role/acme-batch" } }];
  const { flaws, told } = proofWith({ existingRole, bucket });
  expect(flaws).toEqual([]);
  expect(told).toContainEqual(
    expect.stringMatching(
      /^statement Tags of the bucket policy .* also allows s3:GetBucketTagging to acme-batch$/,
    ),
  );
});

test("beside statements that allow everything, those of s3porter are needed", () => {
  const everything = { Sid: "Everything", Effect: "Allow", Action: ["s3:*", "kms:*"], Resource: "*" };
  const { flaws, told } = proofWith({ role: [everything], user: [everything], existingRole: [everything] });
  expect(flaws).toEqual([]);
  expect(told).toHaveLength(3);
  const { flaws: without } = proofWith({ role: [everything], existingRole: [everything] }, ({ locals }) => {
    const { Statement = [] } = locals.lake_bucket_policy ?? {};
    Object.assign(locals.lake_bucket_policy ?? {}, {
      Statement: Statement.filter(({ Sid }) => Sid !== "GetForBatch"),
    });
  });
  expect(without).toContainEqual(expect.stringMatching(/^complete: acme-batch lacks permission for /));
});

test.each<[string, Statements, RegExp]>([
  [
    "of a role",
    { role: [{ Effect: "Deny", Action: "kms:Decrypt", Resource: "*" }] },
    /^complete: acme-etl lacks permission for .*: kms:Decrypt on /,
  ],
  [
    "of an existing role",
    { existingRole: [{ Effect: "Deny", NotAction: "s3:*", Resource: "*" }] },
    /^complete: acme-batch lacks permission for .*: kms:Decrypt on /,
  ],
  [
    "of a user",
    { user: [{ Effect: "Deny", Action: "s3:List*", Resource: "*" }] },
    /^complete: ann lacks permission for .*: s3:ListBucket on /,
  ],
  [
    "of a trust policy",
    {
      trust: [
        {
          ...{ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" },
          Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
        },
      ],
    },
    /^complete: admin lacks permission for assuming the role on acme-etl: sts:AssumeRole on /,
  ],
])("a Deny %s that defeats a grant is a flaw", (_, statements, flaw) => {
  expect(proofWith(statements).flaws).toContainEqual(expect.stringMatching(flaw));
});

test("a Deny that defeats a grant is a flaw", () => {
  const deny = {
    Sid: "NoBatch",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::acme-lake/*",
  };
  const { flaws } = proofWith({ bucket: [deny] });
  expect(flaws).toContainEqual(
    expect.stringMatching(/^complete: acme-batch lacks permission for .*: s3:GetObject on /),
  );
});

test("a Deny of what administrators of the key could do leaves them the rest, which the account's statement is for", () => {
  const noDeletion = {
    Sid: "NoDeletion",
    Effect: "Deny",
    Principal: "*",
    Action: "kms:ScheduleKeyDeletion",
    Resource: "*",
  };
  const { flaws, operations } = proofWith({ key: [noDeletion] });
  expect(flaws).toEqual([]);
  const administration = operations.find(({ title }) => title === "administering the key");
  expect(administration?.questions.map(({ authorization }) => authorization.action)).toEqual([
    "kms:GetKeyPolicy",
    "kms:PutKeyPolicy",
  ]);
});

test("a Deny of changes to the key policy is a flaw, unless somebody is left who can", () => {
  const statement = {
    Sid: "Kept",
    Effect: "Deny",
    Principal: "*",
    Action: "kms:PutKeyPolicy",
    Resource: "*",
  };
  const Condition = { ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/deployer" } };
  expect(proofWith({ key: [statement] }).flaws).toEqual([
    expect.stringMatching(/^complete: an administrator .* lacks permission for administering the key /),
  ]);
  expect(proofWith({ key: [{ ...statement, Condition }] }).flaws).toEqual([]);
});

test("they are linted", () => {
  const { flaws } = proofWith({ bucket: [{ ...AUDITORS, Action: "s3:GetBukketAcl" }] });
  expect(flaws).toContainEqual(expect.stringMatching(/^well-formed: .*s3:GetBukketAcl/));
  for (const statements of [
    { role: [{ ...PARAMETERS, Action: "s3:GetBukketAcl" }] },
    { trust: [{ ...OPERATORS, Action: "sts:AsumeRole" }] },
  ])
    expect(proofWith(statements).flaws).toContainEqual(
      expect.stringMatching(/^well-formed: .*unknown action (s3:GetBukketAcl|sts:AsumeRole)/),
    );
});

test("beside them, mistakes in other policies are still found", () => {
  const { flaws } = proofWith({ bucket: [AUDITORS] }, ({ locals }) => {
    Object.assign(locals.lake_key_policy ?? {}, { Version: "2008-10-17" });
  });
  expect(flaws).toContainEqual(expect.stringMatching(/^well-formed: /));
});

test.each([
  ["left out", (statements: { Sid?: string }[], index: number) => statements.splice(index, 1)],
  [
    "widened",
    (statements: { Sid?: string }[], index: number) =>
      Object.assign(statements[index] ?? {}, { Principal: "*" }),
  ],
])("one that is %s is a flaw", (_, change) => {
  const { flaws } = proofWith({ bucket: [AUDITORS] }, ({ locals }) => {
    const { Statement = [] } = locals.lake_bucket_policy ?? {};
    change(
      Statement,
      Statement.findIndex(({ Sid }) => Sid === "Auditors"),
    );
  });
  expect(flaws).toContain(
    "well-formed: statement Auditors, which was asked for in the policy of bucket acme-lake, is missing or different",
  );
});

test.each<[string, Statements, string, string, string]>([
  ["role", { role: [PARAMETERS] }, "etl_identity_policy", "Parameters", "identity policy of role acme-etl"],
  [
    "existing role",
    { existingRole: [PARAMETERS] },
    "batch_identity_policy",
    "Parameters",
    "identity policy of role acme-batch",
  ],
  ["user", { user: [PARAMETERS] }, "ann_identity_policy", "Parameters", "identity policy of user ann"],
  ["trust", { trust: [OPERATORS] }, "etl_trust_policy", "Operators", "trust policy of role acme-etl"],
])("one of a %s that is left out is a flaw", (_, statements, local, sid, what) => {
  const { flaws } = proofWith(statements, ({ locals }) => {
    const { Statement = [] } = locals[local] ?? {};
    Statement.splice(
      Statement.findIndex(({ Sid }) => Sid === sid),
      1,
    );
  });
  expect(flaws).toContain(
    `well-formed: statement ${sid}, which was asked for in the ${what}, is missing or different`,
  );
});

test("wider statements beside them are still found", () => {
  const { flaws } = proofWith({ role: [PARAMETERS], trust: [OPERATORS] }, ({ locals }) => {
    const [first] = locals.etl_identity_policy?.Statement ?? [];
    Object.assign(first ?? {}, { Action: "s3:*", Resource: "*" });
  });
  expect(flaws).toContainEqual(
    expect.stringMatching(
      /^nothing else: acme-etl can do .* on arn:aws:s3:::acme-lake, but nothing asks for it$/,
    ),
  );
});

test.each<[string, string, object]>([
  [
    "bucket",
    "lake_bucket_policy",
    {
      Principal: { AWS: "arn:aws:iam::111111111111:user/intern" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::acme-lake/*",
    },
  ],
  [
    "key",
    "lake_key_policy",
    { Principal: { AWS: "arn:aws:iam::111111111111:user/intern" }, Action: "kms:Decrypt", Resource: "*" },
  ],
  ["user", "ann_identity_policy", { Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-other/*" }],
])("one beside them that nothing needs is found in the policy of a %s", (_, local, statement) => {
  const { flaws } = proofWith({ bucket: [AUDITORS], key: [BACKUP], user: [PARAMETERS] }, ({ locals }) => {
    locals[local]?.Statement.push({ Effect: "Allow", ...statement } as never);
  });
  expect(flaws).toContainEqual(expect.stringMatching(/^nothing else: (intern|ann) can do /));
});

test("TLS is required although they allow everybody everything", () => {
  const everything = {
    ...{ Effect: "Allow", Principal: "*", Action: "s3:*" },
    Resource: ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/*"],
  };
  const { flaws } = proofWith({ bucket: [everything] }, ({ locals }) => {
    const { Statement = [] } = locals.lake_bucket_policy ?? {};
    Statement.splice(
      Statement.findIndex(({ Sid }) => Sid === "DenyInsecureTransport"),
      1,
    );
  });
  expect(flaws).toContain(
    "nothing else: an administrator of account 111111111111 can do GET without TLS on acme-lake, which must be refused",
  );
});

test.each<[string, Statements, string]>([
  ["bucket policy", { bucket: [{ ...AUDITORS, Sid: "DenyInsecureTransport" }] }, "buckets/lake: statements"],
  ["key policy", { key: [{ ...BACKUP, Sid: "EnableIAMPolicies" }] }, "buckets/lake/lake: statements"],
  ["policy of a role", { role: [{ ...PARAMETERS, Sid: "GetLake" }] }, "principals/etl: statements"],
  ["policy of a user", { user: [{ ...PARAMETERS, Sid: "GetLake" }] }, "principals/ann: statements"],
  [
    "policy of an existing role",
    { existingRole: [{ ...PARAMETERS, Sid: "GetLake" }] },
    "principals/batch: statements",
  ],
  ["trust policy", { trust: [{ ...OPERATORS, Sid: "AssumeRole" }] }, "principals/etl: trustStatements"],
])("in a %s, a Sid of s3porter is refused", (_, statements, place) => {
  expect(() => proofWith(statements)).toThrow(`lake/${place}: the `);
});

test("every Sid of s3porter is named, and a copy of its statement is to be removed", () => {
  const tls = {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/*"],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  expect(() => proofWith({ bucket: [AUDITORS, { ...AUDITORS, Sid: "GetForBatch" }, tls] })).toThrow(
    /"DenyInsecureTransport" of s3porter \(Deny s3:\*\), and .*; yours is the same, so remove it; .*"GetForBatch" of s3porter .*; give yours another Sid$/,
  );
});

describe("statements that are too long", () => {
  const many = (count: number, actions: readonly string[]) =>
    Array.from({ length: count }, (_, index) => ({
      ...PARAMETERS,
      ...{
        Sid: `Own${index}`,
        Action: actions,
        Resource: `arn:aws:ssm:eu-west-1:111111111111:parameter/${index}`,
      },
    }));

  test("for an inline policy go to managed policies", () => {
    const { flaws } = proofWith({
      existingRole: many(45, ["ssm:GetParameter"]),
      user: many(30, ["ssm:GetParameter"]),
    });
    expect(flaws).toEqual([]);
  });

  test("for any policy are refused", () => {
    expect(() => proofWith({ role: many(80, ["ssm:GetParameter", "ssm:GetParameters"]) })).toThrow(
      /^local.etl_identity_policy has about 1\d,\d+ characters, and AWS accepts 6,144; leave out some of the statements of your own, or attach a policy with them yourself$/,
    );
    const operators = Array.from({ length: 20 }, (_, index) => ({ ...OPERATORS, Sid: `Operators${index}` }));
    expect(() => proofWith({ trust: operators })).toThrow(
      /^local.etl_trust_policy has about \d,\d+ characters, and AWS accepts 2,048; leave out some of the statements of trustStatements$/,
    );
  });
});

test("in an app, a Sid of s3porter is refused with the construct and its property", () => {
  const stack = new TwoAccounts();
  stack.bucket("lake", { statements: [{ ...AUDITORS, Sid: "DenyInsecureTransport" }] });
  expect(() => terraformOf(stack)).toThrow(
    'test/lake: statements: the policy of bucket lake already has a statement "DenyInsecureTransport" of s3porter (Deny s3:*), and Sids are unique within a policy; give yours another Sid',
  );
});

describe("a file of statements", () => {
  const folder = mkdtempSync(join(tmpdir(), "s3porter-"));
  const file = join(folder, "lake.yaml");
  mkdirSync(join(folder, "policies"));
  writeFileSync(
    file,
    JSON.stringify(topologyWith({ bucket: "policies/more.json", key: "policies/key.json" })),
  );
  const writePolicies = (bucket: string, key: string) => {
    writeFileSync(join(folder, "policies/more.json"), bucket);
    writeFileSync(join(folder, "policies/key.json"), key);
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  function problems(): string[] {
    try {
      readTopology(file);
      return [];
    } catch (error) {
      if (!isTopologyError(error)) throw error;
      return error.problems.map(
        ({ file: at, line, column, message }) =>
          `${at.replace(folder, "")}:${line}:${column}: ${message.replace(folder, "")}`,
      );
    }
  }

  test("that is missing is reported where it is named", () => {
    expect(problems()).toEqual([
      expect.stringMatching(
        /^\/lake.yaml:1:\d+: "\/policies\/more.json" cannot be read \(ENOENT\); write a JSON file with a list of statements, and its path relative to the topology$/,
      ),
      expect.stringMatching(/^\/lake.yaml:1:\d+: "\/policies\/key.json" cannot be read \(ENOENT\)/),
    ]);
  });

  test("with a mistake is reported with the place in it", () => {
    writePolicies('[\n  { "Effect": "Allow" }\n]', '{ "Statement": [{}] ');
    expect(problems()).toEqual([
      '/policies/key.json:1:21: is not valid JSON: expected "," or "}", found the end of the file',
      "/policies/more.json:2:3: the statement has no Principal; write Principal or NotPrincipal",
      "/policies/more.json:2:3: the statement has no Action; write Action or NotAction",
      "/policies/more.json:2:3: the statement has no Resource; write Resource or NotResource",
    ]);
  });

  test("is read, as a list or as a policy, from YAML and from TypeScript", () => {
    writePolicies(JSON.stringify([AUDITORS]), JSON.stringify({ Statement: [BACKUP] }));
    const [bucket] = resolve(readTopology(file).topology).buckets;
    expect(bucket).toMatchObject({
      statements: { Version: "2012-10-17", Statement: [AUDITORS] },
      encryption: { key: { statements: { Statement: [BACKUP] } } },
    });
    const stack = new TwoAccounts();
    const lake = new EncryptedBucket(stack, "lake", {
      account: stack.a,
      bucketName: "acme-lake",
      statements: join(folder, "policies/more.json"),
    });
    expect(lake.model.statements).toEqual(bucket?.statements);
  });
});

describe("statements of a principal", () => {
  const { accounts, buckets } = topologyWith({});
  const problemsOf = (principal: object) => {
    try {
      const access = [{ principal: "it", bucket: "lake", allow: "read" }];
      loadTopology(
        JSON.stringify({
          accounts: { ...accounts, partner: { id: "333333333333", managed: false } },
          ...{ buckets, principals: { it: principal }, access },
        }),
      );
      return [];
    } catch (error) {
      if (!isTopologyError(error)) throw error;
      return error.problems.map(({ message }) => message);
    }
  };

  test.each([
    [
      { account: "apps", entire_account: true, statements: [PARAMETERS] },
      '"statements" has no effect on an entire account; leave it out',
    ],
    [
      { account: "apps", permission_set: "Analyst", statements: [PARAMETERS] },
      '"statements" has no effect on a permission set; leave it out',
    ],
    [
      { account: "apps", role: "it", existing: true, trust_statements: [OPERATORS] },
      '"trust_statements" has no effect on an existing role or user; leave it out',
    ],
    [
      { account: "apps", user: "it", trust_statements: [OPERATORS] },
      '"trust_statements" has no effect on a user; leave it out',
    ],
    [
      { account: "partner", role: "it", existing: true, statements: [PARAMETERS] },
      "accounts.partner has managed: false, so s3porter attaches no policy there; leave statements out, and ask its administrators to attach them",
    ],
    [
      { account: "apps", user: "it", statements: [{ ...PARAMETERS, Principal: "*" }] },
      "the statement of an identity policy has no Principal: it is for the role or user that has the policy; leave it out",
    ],
    [
      {
        ...{ account: "apps", role: "it", assumed_by: ["ec2.amazonaws.com"] },
        trust_statements: { Version: "2012-10-17", Statement: { ...OPERATORS, Resource: "*" } },
      },
      "the statement of a trust policy has no Resource: it is for the role that has the policy; leave it out",
    ],
    [
      {
        ...{ account: "apps", user: "it" },
        statements: { Statement: { ...PARAMETERS, Resource: "arn:aws:s3:::acme/${aws:username}" } },
      },
      'the policy does not have the version 2012-10-17, so AWS takes "${" in it as it is, but the version of the merged policy would make variables of it; replace "${" in it and write "Version": "2012-10-17"',
    ],
  ])("that cannot have them: %j", (principal, message) => {
    expect(problemsOf(principal)).toEqual([message]);
  });
});

test("what exists already has them in the policy that is merged", () => {
  const { accounts } = topologyWith({});
  const lake = {
    ...{ account: "data", name: "acme-lake", existing: true, encryption: "AES256" },
    ...{ policy: { merge: { Statement: [] } }, statements: [AUDITORS] },
  };
  expect(() => loadTopology(JSON.stringify({ accounts, buckets: { lake } }))).toThrow(
    '"statements" is for what s3porter creates, but this bucket exists already; add them to the file of policy: { merge: policies/lake.json }',
  );
});
