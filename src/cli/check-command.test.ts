import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KEY_ARN, rawState } from "../../test/fixtures/raw-state";
import { REPOSITORY } from "../../test/support/repository";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { diagramCommand } from "./diagram-command";
import { checkCommand, type CheckFlags } from "./check-command";
import { explainCommand, type ExplainFlags } from "./explain-command";
import { whoCanCommand } from "./who-can-command";

const ETL = "arn:aws:iam::222222222222:role/etl";
const { path: folder, remove } = temporaryFolder();
const STATE = join(folder, "terraform.tfstate");
const ALLOWED = join(folder, "allowed.tfstate");

const json = (...Statement: unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const ADMINISTRATION = {
  Effect: "Allow",
  Action: "kms:*",
  Principal: { AWS: "arn:aws:iam::111111111111:root" },
  Resource: "*",
};

beforeAll(() => {
  writeFileSync(STATE, JSON.stringify(rawState()));
  const keyPolicy = json(ADMINISTRATION, {
    Effect: "Allow",
    Action: "kms:Decrypt",
    Principal: { AWS: ETL },
    Resource: "*",
  });
  writeFileSync(ALLOWED, JSON.stringify(rawState({ keyPolicy })));
  writeFileSync(join(folder, "plan.out"), "PK\u0003\u0004");
  writeFileSync(join(folder, "plan.jsonl"), '{"@level":"info"}\n{"@level":"info"}\n');
  mkdirSync(join(folder, "tofu"));
  writeFileSync(join(folder, "tofu/extra.tofu"), "");
});

afterAll(remove);

const check = (flags: Partial<CheckFlags> = {}, path: string | undefined = STATE) =>
  checkCommand(path, { colour: false, ...flags });
const explain = (flags: Partial<ExplainFlags>, path: string | undefined = STATE) =>
  explainCommand(path, { colour: false, folder: join(folder, "stacks"), ...flags });

test("a half-granted operation is a flaw", async () => {
  const { text, exitCode } = await check();
  expect(exitCode).toBe(1);
  expect(text).toContain("[half-granted]");
  expect(text).toContain("key policy of aws_kms_key.data");
});

test.each<[string, Partial<CheckFlags>, string | undefined, RegExp]>([
  ["nothing", {}, "", /"" does not exist/],
  ["a path that is not there", {}, join(folder, "none"), /does not exist; give a folder of Terraform/],
  ["a folder without Terraform", {}, folder, /has no file that ends in .tf/],
  [
    "a topology",
    {},
    join(REPOSITORY, "stacks/replication.yaml"),
    /this is YAML, not Terraform; for a topology, run s3porter prove .*replication.yaml$/,
  ],
  ["a file that is no JSON", {}, __filename, /check-command.test.ts: this is not JSON/],
  ["a plan in Terraform's format", {}, join(folder, "plan.out"), /own format; give .* terraform show -json/],
  ["messages of a command", {}, join(folder, "plan.jsonl"), /messages of a Terraform command .*plan.out$/],
  ["files for OpenTofu alone", {}, join(folder, "tofu"), /only OpenTofu reads extra.tofu/],
  ["an unknown --only", { only: "flaws" }, STATE, /--only "flaws" is unknown; the only value is failing/],
  ["an update without a file", { updateBaseline: true }, STATE, /--update-baseline needs --baseline/],
  ["a baseline that is not there", { baseline: join(folder, "no.json") }, STATE, /does not exist; write it/],
  ["policies as well", { bucketPolicy: STATE }, STATE, /give either .* or policies/],
  ["an account that is none", { account: ["aws.source=1"] }, STATE, /twelve digits/],
  [
    "a pair without a value",
    { account: ["aws.source"] },
    STATE,
    /must be a name, an equals sign and a value/,
  ],
  [
    "a policy of no account",
    { scp: [`444444444444=${STATE}`] },
    STATE,
    /no provider is in account 444444444444/,
  ],
  ["a state as a policy", { scp: [STATE] }, STATE, /is not a policy document/],
])("refused: %s", async (_, flags, path, message) => {
  await expect(check(flags, path)).rejects.toThrow(message);
});

test("a baseline accepts the flaws of today, and no others", async () => {
  const baseline = join(folder, "baseline.json");
  expect((await check({ baseline, updateBaseline: true })).exitCode).toBe(0);
  const accepted = await check({ baseline });
  expect(accepted.exitCode).toBe(0);
  expect(accepted.text).toContain("in the baseline");
  const changed = join(folder, "changed.tfstate");
  writeFileSync(
    changed,
    JSON.stringify(rawState({ keyPolicy: json({ ...ADMINISTRATION, Action: "kms:Decrypt" }) })),
  );
  expect((await check({ baseline }, changed)).exitCode).toBe(1);
});

test("reports for other programs are written beside the text", async () => {
  const [sarif, junit] = [join(folder, "out.sarif"), join(folder, "out.xml")];
  await check({ sarif, junit });
  expect(existsSync(junit)).toBe(true);
  expect(JSON.parse(readFileSync(sarif, "utf8"))).toMatchObject({ version: "2.1.0" });
});

test("a proof of an intent is reported, accepted and limited to a bucket as a check is", async () => {
  const intent = join(folder, "intent.yaml");
  writeFileSync(
    intent,
    `accounts:
  source: { id: "111111111111", region: us-east-1 }
  etl: { id: "222222222222", region: us-east-1 }
buckets:
  data: { account: source, name: acme-data }
principals:
  etl: { account: etl, role: etl, assumed_by: [ec2.amazonaws.com] }
access:
  - { principal: etl, bucket: data, allow: read }
`,
  );
  const [sarif, junit, baseline] = ["intent.sarif", "intent.xml", "intent.json"].map((file) =>
    join(folder, file),
  ) as [string, string, string];
  const { exitCode } = await check({ intent, sarif, junit });
  expect(exitCode).toBe(1);
  expect(readFileSync(junit, "utf8")).toMatch(/<testcase classname="proof\/complete" name="etl lacks /);
  const { runs } = JSON.parse(readFileSync(sarif, "utf8")) as { runs: { results: { ruleId: string }[] }[] };
  expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toContain("proof/complete");
  expect((await check({ intent, baseline, updateBaseline: true })).exitCode).toBe(0);
  const accepted = await check({ intent, baseline, junit });
  expect(accepted.exitCode).toBe(0);
  expect(readFileSync(junit, "utf8")).toContain('failures="0"');
  await expect(check({ intent, bucket: "acme-dat" })).rejects.toThrow('did you mean "acme-data"?');
});

test("a service control policy limits its account", async () => {
  const scp = join(folder, "scp.json");
  writeFileSync(scp, json({ Effect: "Deny", Action: "s3:*", Resource: "*" }));
  const ask = { as: ETL, do: "s3:ListBucket", on: "acme-data" };
  expect((await explain(ask)).exitCode).toBe(0);
  expect(
    (await whoCanCommand("s3:ListBucket", "acme-data", STATE, { folder: "stacks", colour: false })).exitCode,
  ).toBe(0);
  const denied = await whoCanCommand("s3:ListBucket", "acme-data", STATE, {
    folder: "stacks",
    colour: false,
    scp: [`222222222222=${scp}`],
  });
  expect(denied.text).not.toContain("etl");
});

test("an error message is explained, with the statement that is missing", async () => {
  const error = `User: arn:aws:sts::222222222222:assumed-role/etl/i-1 is not authorized to perform: kms:Decrypt on resource: ${KEY_ARN} because no resource-based policy allows the kms:Decrypt action`;
  const { text, exitCode } = await explain({ error });
  expect(exitCode).toBe(1);
  expect(text).toContain("AWS says that no resource-based policy allows it");
  expect(text).toMatch(/add to the key policy of aws_kms_key.data in account 111111111111/);
  expect(text).toContain('"kms:ViaService": "s3.us-east-1.amazonaws.com"');
});

test("an error that the policies do not explain", async () => {
  const error = `User: arn:aws:sts::222222222222:assumed-role/etl/i-1 is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme-data/a" with an explicit deny in a service control policy`;
  const { text, exitCode } = await explain({ error }, ALLOWED);
  expect(exitCode).toBe(0);
  expect(text.replaceAll(/\s+/g, " ")).toContain("something that is not here decides");
});

test("what is missing in a question is named", async () => {
  await expect(explain({ as: ETL })).rejects.toThrow(/^--do and --on are missing; ask with/);
});

test("a diagram shows what was granted only in part", async () => {
  const { text, exitCode } = await diagramCommand(STATE, { format: "mermaid", folder, isTerminal: false });
  expect(text).toContain("only in part#58; get");
  expect(exitCode).toBe(0);
});

test("a PNG is not printed on a terminal", async () => {
  await expect(diagramCommand(STATE, { format: "png", folder, isTerminal: true })).rejects.toThrow(
    "--format png > diagram.png",
  );
});
