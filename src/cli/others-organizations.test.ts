/** What check, who-can and diagram say of organizations that the policies of other people's Terraform name. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rawState } from "../../test/fixtures/raw-state";
import { temporaryFolder } from "../../test/support/temporary-folder";
import type { CheckJson } from "../report/check-json";
import { checkCommand } from "./check-command";
import { diagramCommand } from "./diagram-command";
import { explainCommand } from "./explain-command";
import { whoCanCommand } from "./who-can-command";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

type Json = Readonly<Record<string, unknown>>;

const ORGANIZATION = { StringEquals: { "aws:PrincipalOrgID": "o-abcde12345" } };
const RED = { StringEquals: { "aws:PrincipalOrgID": "o-abcde12345", "aws:PrincipalTag/team": "red" } };
const OU = "o-abcde12345/r-ab12/ou-ab12-11111111/";
const IN_OU = { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": OU } };
const READ = ["s3:GetObject", "s3:ListBucket"];
const DECRYPT = ["kms:Decrypt"];

const allow = (Action: readonly string[], Condition: Json, more: Json = {}) => ({
  Effect: "Allow",
  Principal: "*",
  Action,
  Resource: Action.some((each) => each.startsWith("kms:"))
    ? "*"
    : ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"],
  Condition,
  ...more,
});
const ROOT = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111111111111:root" },
  Action: "kms:*",
  Resource: "*",
};
const policyOf = (...Statement: readonly Json[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/** The path of a state with these statements in the policies of the bucket and of its key. */
function state({ bucket, key }: { readonly bucket: readonly Json[]; readonly key: readonly Json[] }): string {
  const path = join(folder, "terraform.tfstate");
  const text = JSON.stringify(
    rawState({ bucketPolicy: policyOf(...bucket), keyPolicy: policyOf(ROOT, ...key) }),
  );
  writeFileSync(path, text);
  return path;
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");

/** The text, and whether somebody beyond the accounts of the state can do only a part of something. */
async function check(...policies: Parameters<typeof state>) {
  const { text: lines = "" } = await checkCommand(state(...policies), { colour: false });
  const text = oneLine(lines);
  return { text, isHalf: /error: (organization|account) \S+ .*\[half-granted\]/.test(text) };
}

async function whoCan(what: string, ...policies: Parameters<typeof state>) {
  const flags = { folder: join(folder, "stacks"), colour: false };
  const { text = "" } = await whoCanCommand(what, "acme-data", state(...policies), flags);
  return oneLine(text);
}

const READABLE = { bucket: [allow(READ, ORGANIZATION)], key: [allow(DECRYPT, ORGANIZATION)] };

test("an organization can do what both the bucket and its key allow, given the policies of its accounts", async () => {
  const { text, isHalf } = await check(READABLE);
  expect(isHalf).toBe(false);
  expect(text).toContain("organization o-abcde12345 acme-data can list; can do some of get");
  expect(text).toContain(
    "the policies of roles and users of organization o-abcde12345 and its service control policies allow everything, because they are not in this Terraform",
  );
  expect(text).not.toContain("not certain");
});

test.each<[string, Json, string]>([
  [
    "StringLike",
    { StringLike: { "aws:PrincipalOrgID": "o-abcde12345" } },
    "organization o-abcde12345 acme-data",
  ],
  [
    "ForAnyValue",
    { "ForAnyValue:StringEquals": { "aws:PrincipalOrgID": ["o-abcde12345"] } },
    "organization o-abcde12345 acme-data",
  ],
  ["an OU", IN_OU, `organization o-abcde12345 in ${OU} acme-data`],
  [
    "an OU of the organization",
    { ...ORGANIZATION, ...IN_OU },
    `organization o-abcde12345 in ${OU} acme-data`,
  ],
  ["a team", RED, "organization o-abcde12345 with the tag team=red acme-data"],
  [
    "two organizations",
    { StringEquals: { "aws:PrincipalOrgID": ["o-abcde12345", "o-fghij67890"] } },
    "organization o-abcde12345, organization o-fghij67890 acme-data",
  ],
])("%s", async (_, condition, who) => {
  const { text, isHalf } = await check({
    bucket: [allow(READ, condition)],
    key: [allow(DECRYPT, condition)],
  });
  expect(text).toContain(`${who} can list; can do some of get`);
  expect(isHalf).toBe(false);
});

describe("a bucket that lets in an organization, with a key that does not", () => {
  const oneSided = { bucket: [allow(READ, RED)], key: [] };

  test("is a mistake: nobody of it can read", async () => {
    const { text, isHalf } = await check(oneSided);
    expect(isHalf).toBe(true);
    expect(text).toMatch(
      /error: organization o-abcde12345 with the tag team=red can do only a part of aws s3 cp, downloading on acme-data: kms:Decrypt is not allowed by the key policy of aws_kms_key.data/,
    );
  });

  test("is mended by the statement that explain prints", async () => {
    const { text = "" } = await explainCommand(state(oneSided), {
      as: "arn:aws:organizations:::organization/o-abcde12345?team=red",
      do: "get",
      on: "acme-data",
      folder: join(folder, "stacks"),
      colour: false,
    });
    const [json = ""] = /\{[^]*\}/.exec(text) ?? [];
    const added = JSON.parse(json) as Json;
    expect(added.Principal).toBe("*");
    expect((await check({ ...oneSided, key: [added] })).isHalf).toBe(false);
  });

  test("is none if the key chooses among its accounts", async () => {
    const some = allow(DECRYPT, {}, { Principal: { AWS: "arn:aws:iam::444455556666:root" } });
    const { text, isHalf } = await check({ bucket: [allow(READ, ORGANIZATION)], key: [some] });
    expect(isHalf).toBe(false);
    expect(text).toContain("organization o-abcde12345 acme-data can list");
  });
});

test("an OU that only the key names can do what the bucket lets the whole organization do", async () => {
  const path = state({ bucket: [allow(READ, ORGANIZATION)], key: [allow(DECRYPT, IN_OU)] });
  const { text = "" } = await checkCommand(path, { colour: false, json: true });
  const { connections } = JSON.parse(text) as CheckJson;
  const downloads = connections.map(({ principal, operations }) => [
    principal.name,
    operations.find(({ title }) => title === "aws s3 cp, downloading")?.answer,
  ]);
  expect(downloads).toContainEqual(["organization o-abcde12345", "cannot"]);
  expect(downloads).toContainEqual([`organization o-abcde12345 in ${OU}`, "can"]);
});

test.each<[string, Json, "can" | "unknown" | "nothing"]>([
  ["of other organizations", { StringNotEquals: { "aws:PrincipalOrgID": "o-abcde12345" } }, "can"],
  ["of other OUs", { "ForAllValues:StringNotLike": { "aws:PrincipalOrgPaths": OU } }, "unknown"],
  ["of other accounts", { StringNotEquals: { "aws:PrincipalAccount": "444455556666" } }, "unknown"],
  [
    "of all but a role of the bucket's account",
    { ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/own" } },
    "nothing",
  ],
  [
    "of all but roles of a name",
    { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/reader" } },
    "unknown",
  ],
])("a Deny for principals %s", async (_, Condition, answer) => {
  const deny = { ...allow(["s3:*"], Condition), Effect: "Deny" };
  const { text } = await check({ ...READABLE, bucket: [...READABLE.bucket, deny] });
  expect(text).toMatch(new RegExp(`organization o-abcde12345 acme-data ${answer}`));
});

test("an account that is named together with its organization is taken to be in it", async () => {
  const named = { Principal: { AWS: "arn:aws:iam::444455556666:root" } };
  const { text, isHalf } = await check({
    bucket: [allow(READ, ORGANIZATION, named)],
    key: [allow(DECRYPT, ORGANIZATION, named)],
  });
  expect(text).toContain("account 444455556666 acme-data can list; can do some of get");
  expect(text).toContain("account 444455556666 belongs to the organization o-abcde12345");
  expect(isHalf).toBe(false);
});

describe("who-can", () => {
  const both = { bucket: [...READABLE.bucket, allow(["s3:PutObject"], RED)], key: READABLE.key };

  test("lists an organization and its teams, if their own policies allow it", async () => {
    const put = await whoCan("s3:PutObject", both);
    expect(put).toMatch(
      /^1 of 4 has permission .* organization o-abcde12345 with if its own policies allow it/,
    );
    expect(await whoCan("get", both)).toMatch(
      /organization o-abcde12345 if its own policies allow it: statement 1/,
    );
  });

  test("knows that whoever has no credentials is in no organization", async () => {
    expect(await whoCan("get", both)).not.toContain("everyone, without credentials");
  });
});

test("a diagram has a node for an organization and for each of its teams", async () => {
  const path = state({
    bucket: [...READABLE.bucket, allow(["s3:PutObject"], RED)],
    key: [...READABLE.key, allow(["kms:GenerateDataKey", "kms:Decrypt"], RED)],
  });
  const { text = "" } = await diagramCommand(path, { format: "mermaid", folder, isTerminal: false });
  expect(text).toMatch(/organization<br>o-abcde12345<br>any role or user that its accounts allow/);
  expect(text).toMatch(/roles and users with tags<br>team=red<br>of organization o-abcde12345/);
  expect(text).not.toContain("others");
});

test("a diagram and who-can name the organization that can assume a role", async () => {
  const path = join(folder, "terraform.tfstate");
  const trustPolicy = policyOf({
    Effect: "Allow",
    Principal: "*",
    Action: "sts:AssumeRole",
    Condition: ORGANIZATION,
  });
  writeFileSync(path, JSON.stringify(rawState({ trustPolicy })));
  const { text: diagram = "" } = await diagramCommand(path, { format: "mermaid", folder, isTerminal: false });
  const [, node] = /(n\d+)\[\["organization<br>o-abcde12345/.exec(diagram) ?? [];
  expect(diagram).toContain(`${node} -.->|"can assume"|`);
  expect(diagram).not.toContain("everyone");
  const flags = { folder: join(folder, "stacks"), colour: false };
  const { text: who = "" } = await whoCanCommand("sts:AssumeRole", "etl", path, flags);
  expect(oneLine(who)).toContain("organization o-abcde12345 if its own policies allow it");
});
