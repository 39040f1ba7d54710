import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readEstate } from "../../estate/read-estate";
import { check } from "../../verify/check";
import { checkSection } from "./check-section";
import { reportHtml } from "./report-html";

const GOLDEN = readFileSync(join(__dirname, "../../../test/golden/datasync.tf.json"), "utf8");

async function sectionOf(text: string) {
  const estate = readEstate(JSON.parse(text));
  const input = { name: "nightly", placeOf: () => undefined, assumptions: [], keysAreMadeUp: true };
  return checkSection(check({ ...input, estate }), "s1");
}

test("what DataSync does has a section of its own", async () => {
  const section = await sectionOf(GOLDEN);
  expect(section.dataSync).toEqual([
    { title: "acme-datasync-source to acme-datasync-destination as acme-datasync", state: "yes", text: "" },
    { title: "acme-datasync-destination as acme-datasync", state: "yes", text: "" },
    { title: "acme-datasync-source as acme-datasync", state: "yes", text: "" },
  ]);
  const html = reportHtml({ title: "nightly", version: "1", sections: [section] });
  expect(html).toContain("<h3>DataSync</h3>");
  expect(html).toContain("acme-datasync-source to acme-datasync-destination as acme-datasync");
});

test("why a location fails is in its line", async () => {
  const { dataSync } = await sectionOf(
    GOLDEN.replace(/"Service": "datasync.amazonaws.com"/, '"Service": "ec2.amazonaws.com"'),
  );
  expect(dataSync.map(({ state }) => state)).toEqual(["no", "no", "no"]);
  expect(dataSync[1]?.text).toContain("sts:AssumeRole is not allowed by the trust policy");
});

test("without DataSync there is none", async () => {
  const other = readFileSync(join(__dirname, "../../../test/golden/copy-with-role.tf.json"), "utf8");
  const section = await sectionOf(other);
  expect(reportHtml({ title: "copy", version: "1", sections: [section] })).not.toContain("DataSync");
});
