/** Levels of `allow` besides reading, writing and deleting: each grants what its operations need, and no more. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { permissionNeeds, type Permission, PERMISSIONS } from "../../src/policy/actions";
import { prove } from "../../src/prove/prove";
import { LEVELS, isOfWholeBucket } from "../../src/topology/levels";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { caseOf } from "../../src/verify/topology";

interface Statement {
  Action: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

interface Terraform {
  locals: Record<string, { Statement: Statement[] }>;
}

const TOPOLOGY = `accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
keys:
  old: { account: data }
buckets:
  stage: { account: data, name: acme-stage, other_keys: [old] }
principals:
  loader:
    account: apps
    role: acme-loader
    assumed_by: ["arn:aws:iam::333333333333:user/vendor-loader"]
    external_id: "ACME_SFCRole=2_abcdefg="
  partner: { account: apps, entire_account: true }
  job: { account: data, role: acme-job, assumed_by: [batchoperations.s3.amazonaws.com] }
access:
`;

const modelFor = (access: string) => resolve(loadTopology(TOPOLOGY + access));

function proofOf(access: string, change: (terraform: Terraform) => void = () => undefined) {
  const model = modelFor(access);
  const { terraform } = topologyTerraform("stage", model);
  change(terraform as Terraform);
  const { intents, estate } = caseOf(model, terraform);
  return prove(intents, estate);
}

/** The statements with an action, in all policies. */
function statementsWith(action: string, { locals }: Terraform): Statement[] {
  return Object.values(locals)
    .flatMap(({ Statement }) => Statement)
    .filter(({ Action }) => [Action].flat().includes(action));
}

const SCOPES = [
  ["the whole bucket", "loader", ""],
  ["a prefix", "loader", ", prefix: in/"],
  ["a whole account", "partner", ""],
  ["a prefix for a whole account", "partner", ", prefix: in/"],
] as const;

/** Those that only principals in the account of the bucket can have. */
const OF_OWN_JOBS: readonly string[] = ["initiate_replication", "generate_manifest"];

const principalWith = (level: string) => (OF_OWN_JOBS.includes(level) ? "job" : "loader");

describe.each(LEVELS)("%s", (level) => {
  const scopes = OF_OWN_JOBS.includes(level)
    ? SCOPES.slice(0, 2).map(([title, , scope]) => [title, "job", scope] as const)
    : SCOPES;
  test.each(scopes)("is proved for %s", (_, principal, scope) => {
    const proof = proofOf(`  - { principal: ${principal}, bucket: stage, allow: ${level}${scope} }\n`);
    expect(proof.flaws).toEqual([]);
    expect(proof.grants.filter(({ kind }) => kind === "superfluous")).toEqual([]);
  });
});

const ACTIONS = (Object.keys(PERMISSIONS) as Permission[]).flatMap((permission) =>
  permissionNeeds(permission).flatMap(({ actions }) =>
    actions.map((action) => [action, permission] as const),
  ),
);

test.each(ACTIONS)("without %s, %s is not complete", (action, level) => {
  const { flaws } = proofOf(
    `  - { principal: ${principalWith(level)}, bucket: stage, allow: ${level} }\n`,
    (terraform) => {
      for (const statement of statementsWith(action, terraform))
        statement.Action = [statement.Action].flat().filter((each) => each !== action);
      for (const document of Object.values(terraform.locals))
        document.Statement = document.Statement.filter(({ Action }) => Action.length > 0);
    },
  );
  expect(flaws.filter(({ part }) => part === "complete").map(({ problem }) => problem)).not.toEqual([]);
});

test("what a vendor's loader needs besides reading", () => {
  const access =
    "  - { principal: loader, bucket: stage, allow: [read, locate, list_versions, get_version, list_uploads] }\n";
  const { flaws, grants } = proofOf(access);
  expect(flaws).toEqual([]);
  const inBucketPolicy = grants.filter(({ document }) => document === "bucket policy of acme-stage");
  expect(inBucketPolicy.map(({ action }) => action).sort()).toEqual([
    "s3:*",
    "s3:GetBucketLocation",
    "s3:GetObject",
    "s3:GetObjectTagging",
    "s3:GetObjectVersion",
    "s3:GetObjectVersionTagging",
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
    "s3:ListBucketVersions",
    "s3:ListMultipartUploadParts",
  ]);
});

test("what an account is offered is not granted to its role again", () => {
  const access = `  - { principal: partner, bucket: stage, allow: [locate, list_uploads] }
  - { principal: loader, bucket: stage, allow: [read, locate, list_uploads] }
`;
  const { flaws, grants } = proofOf(access);
  expect(flaws).toEqual([]);
  const uploads = grants.filter(
    ({ action, document }) =>
      action === "s3:ListBucketMultipartUploads" && document === "bucket policy of acme-stage",
  );
  expect(uploads.map(({ statement }) => statement.sid)).toEqual(["ListUploadsForPartner"]);
});

describe("under a prefix", () => {
  const access =
    "  - { principal: loader, bucket: stage, allow: [list_versions, list_uploads, locate], prefix: in/ }\n";

  test.each([
    ["s3:ListBucketVersions", ["in/*"]],
    ["s3:ListBucketMultipartUploads", []],
    ["s3:GetBucketLocation", []],
  ])("%s is limited to %j", (action, prefixes) => {
    const { terraform } = topologyTerraform("stage", modelFor(access));
    const statements = statementsWith(action, terraform as Terraform);
    expect(statements).toHaveLength(2);
    for (const { Condition } of statements)
      expect([Condition?.StringLike?.["s3:prefix"] ?? []].flat()).toEqual(prefixes);
  });

  test("the condition that ListBucketMultipartUploads does not have is refused", () => {
    const { flaws } = proofOf(access, (terraform) => {
      for (const statement of statementsWith("s3:ListBucketMultipartUploads", terraform))
        statement.Condition = { ...statement.Condition, StringLike: { "s3:prefix": "in/*" } };
    });
    const parts = new Set(flaws.map(({ part }) => part));
    expect(parts).toContain("complete");
    expect(parts).toContain("well-formed");
  });

  test("versions of the whole bucket are more than was asked for", () => {
    const { flaws } = proofOf(access, (terraform) => {
      for (const statement of statementsWith("s3:ListBucketVersions", terraform))
        delete statement.Condition?.StringLike;
    });
    expect(new Set(flaws.map(({ part }) => part))).toContain("nothing else");
  });
});

test.each(Object.keys(PERMISSIONS) as Permission[])(
  "%s is of the whole bucket in words as in policies",
  (permission) => {
    const targets = permissionNeeds(permission).map(({ target }) => target);
    expect(isOfWholeBucket(permission)).toBe(targets.includes("bucket"));
  },
);
