import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { readTopology } from "../topology/load";
import { filledIn, readTemplate, templateNames } from "./template";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

test.each(templateNames())("%s with other accounts, regions and buckets", (name) => {
  const template = readTemplate(name);
  // An account with two regions is there twice.
  const ids = [...new Set(template.accounts.map(({ id }) => id))];
  const accounts = new Map(
    template.accounts.map(({ name: account, id }) => [account, `90000000000${ids.indexOf(id)}`]),
  );
  const regions = new Map(template.accounts.map((account) => [account.name, "ap-southeast-2"]));
  const buckets = new Map([...template.buckets.keys()].map((bucket, index) => [bucket, `globex-${index}`]));
  const files = filledIn(template, "mine", { accounts, regions, buckets });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    for (const { id } of template.accounts) expect(text).not.toContain(id);
    for (const bucket of template.buckets.values()) expect(text).not.toContain(`:::${bucket}/`);
  }
  const { topology } = readTopology(join(folder, "mine.yaml"));
  for (const [account, { id, region }] of Object.entries(topology.accounts)) {
    expect(id).toBe(accounts.get(account));
    expect([undefined, "ap-southeast-2"]).toContain(region);
  }
  expect(Object.values(topology.buckets).map((bucket) => bucket.name)).toEqual([...buckets.values()]);
});

test("without answers, it is the stack", () => {
  const none = new Map<string, string>();
  const template = readTemplate("replication");
  const [[, text = ""] = []] = filledIn(template, "mine", { accounts: none, regions: none, buckets: none });
  expect(text).toBe(
    `# yaml-language-server: $schema=../node_modules/s3porter/docs/topology.schema.json\n${template.text}`,
  );
});

test("accounts can swap their ids", () => {
  const template = readTemplate("copy-with-role");
  const accounts = new Map([
    ["source", "222222222222"],
    ["destination", "111111111111"],
  ]);
  const [[, text = ""] = []] = filledIn(template, "mine", {
    accounts,
    regions: new Map(),
    buckets: new Map(),
  });
  expect(text).toContain('source: { id: "222222222222"');
  expect(text).toContain("arn:aws:iam::111111111111:user/destination-admin");
});

test("a template that does not exist", () => {
  expect(() => readTemplate("replicaton")).toThrow('did you mean "replication"?');
});
