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
import { TwoAccounts } from "../fixtures/stack";

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

function topologyWith({ bucket, key }: { bucket?: unknown; key?: unknown }) {
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
    principals: { batch: { account: "apps", role: "acme-batch", existing: true } },
    access: [{ principal: "batch", bucket: "lake", allow: "read" }],
  };
}

interface Terraform {
  locals: Record<string, { Statement: { Sid?: string }[] }>;
}

function proofWith(
  statements: { bucket?: unknown; key?: unknown },
  change: (terraform: Terraform) => void = () => undefined,
) {
  const model = resolve(loadTopology(JSON.stringify(topologyWith(statements))));
  const { terraform } = topologyTerraform("lake", model);
  change(terraform as Terraform);
  const { intents, estate } = caseOf(model, terraform);
  const { flaws, before } = prove(intents, estate);
  return { flaws: flaws.map(({ part, problem }) => `${part}: ${problem}`), told: before };
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

test("they are linted", () => {
  const { flaws } = proofWith({ bucket: [{ ...AUDITORS, Action: "s3:GetBukketAcl" }] });
  expect(flaws).toContainEqual(expect.stringMatching(/^well-formed: .*s3:GetBukketAcl/));
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

test("a Sid of s3porter is refused", () => {
  expect(() => proofWith({ bucket: [{ ...AUDITORS, Sid: "DenyInsecureTransport" }] })).toThrow(
    'the policy of bucket lake already has a statement "DenyInsecureTransport", which s3porter writes; Sids are unique within a policy, so give yours another Sid',
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
