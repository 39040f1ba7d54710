import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rawState } from "../../test/fixtures/raw-state";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { checkCommand } from "./check-command";
import { explainCommand } from "./explain-command";
import type { LimitFlags } from "./limit-options";
import { whoCanCommand } from "./who-can-command";

const ETL = "arn:aws:iam::222222222222:role/etl";
const PARTNER = "arn:aws:iam::333333333333:role/partner";
const { path: folder, remove } = temporaryFolder();
afterAll(remove);

const STATE = write("state.json", rawState());
const NO_S3 = write("no-s3.json", policy({ Effect: "Allow", Action: "kms:*", Resource: "*" }));
const ALL = write("all.json", policy({ Effect: "Allow", Action: "*", Resource: "*" }));
const OTHER_BUCKET = write(
  "endpoint.json",
  policy({ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::acme-logs/*" }),
);

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

function policy(...Statement: unknown[]) {
  return { Version: "2012-10-17", Statement };
}

const LIST = { as: ETL, do: "s3:ListBucket", on: "acme-data" };
const words = (text: string) => text.replaceAll(/\s+/g, " ");
const explained = (flags: LimitFlags, ask = LIST) =>
  explainCommand(STATE, { colour: false, folder: join(folder, "stacks"), ...ask, ...flags });

test.each<[string, LimitFlags, string]>([
  [
    "a boundary of the role",
    { boundary: [`${ETL}=${NO_S3}`] },
    `permissions boundary ${NO_S3} of role etl in account 222222222222`,
  ],
  [
    "the policy of a VPC endpoint",
    { vpcEndpoint: OTHER_BUCKET },
    `policy ${OTHER_BUCKET} of the VPC endpoint in account 222222222222`,
  ],
  [
    "that of one with an id",
    { vpcEndpoint: `vpce-1=${OTHER_BUCKET}` },
    `policy ${OTHER_BUCKET} of the VPC endpoint vpce-1 in account 222222222222`,
  ],
  ["a service control policy", { scp: [NO_S3] }, `service control policy ${NO_S3} in account 222222222222`],
])("%s changes the answers, and is named", async (_, flags, document) => {
  expect((await explained({})).exitCode).toBe(0);
  const refused = await explained(flags);
  expect(refused.exitCode).toBe(1);
  expect(words(refused.text)).toContain(`no statement of the ${document} matches`);

  const before = await whoCanCommand("s3:ListBucket", "acme-data", STATE, {
    folder: "stacks",
    colour: false,
  });
  expect(before.text).toMatch(/^ {2}etl /m);
  const after = await whoCanCommand("s3:ListBucket", "acme-data", STATE, {
    folder: "stacks",
    colour: false,
    ...flags,
  });
  expect(after.text).not.toMatch(/^ {2}etl /m);

  const { text } = await checkCommand(STATE, { colour: false, json: true, ...flags });
  const { connections } = JSON.parse(text) as {
    connections: { principal: { name: string }; operations: { title: string; missing: unknown[] }[] }[];
  };
  const listing = connections
    .find(({ principal }) => principal.name === "etl")
    ?.operations.find(({ title }) => title === "aws s3 ls");
  expect(listing).toMatchObject({ answer: "cannot", missing: [{ action: "s3:ListBucket" }] });
  expect(JSON.stringify(listing?.missing)).toContain(document.split(" in account")[0]);
});

test.each<[string, LimitFlags]>([
  ["a boundary that allows everything", { boundary: [`${ETL}=${ALL}`] }],
  ["a boundary of somebody else", { boundary: [`${PARTNER}=${NO_S3}`] }],
])("%s changes nothing", async (_, flags) => {
  expect((await explained(flags)).exitCode).toBe(0);
});

test("somebody whom only a bucket policy names can have a boundary", async () => {
  const ask = { ...LIST, as: PARTNER };
  const { text } = await explained({ boundary: [`${PARTNER}=${NO_S3}`] }, ask);
  expect(words(text)).toContain("no policies of partner that are not in");
});

test("check says that requests come through the endpoint", async () => {
  const { text } = await checkCommand(STATE, { colour: false, vpcEndpoint: `vpce-1=${OTHER_BUCKET}` });
  expect(text).toContain("requests to S3 come through the VPC endpoint vpce-1");
});

test.each<[LimitFlags, string]>([
  [{ boundary: [NO_S3] }, "must be the ARN of a role, a user or a policy, an equals sign and a file"],
  [
    { boundary: [`arn:aws:iam::222222222222:role/elt=${NO_S3}`] },
    `is not a role or user of the Terraform, nor a permissions boundary of one; did you mean "${ETL}"?`,
  ],
  [{ boundary: [`${ETL}=${STATE}`] }, "--boundary"],
  [{ vpcEndpoint: STATE }, "is not a policy document; give the content of the policy"],
])("refused: %j", async (flags, message) => {
  await expect(checkCommand(STATE, { colour: false, ...flags })).rejects.toThrow(message);
});

test("a topology is proved and explained alone", async () => {
  const flags = { colour: false, boundary: [`${ETL}=${ALL}`] };
  await expect(checkCommand(STATE, { ...flags, intent: "topology.yaml" })).rejects.toThrow(
    "leave out --boundary",
  );
  await expect(
    explainCommand("copy-with-role", { ...flags, ...LIST, folder: join(folder, "stacks") }),
  ).rejects.toThrow("leave out --boundary");
});
