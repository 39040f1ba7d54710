/** The figures of docs/topology.md and README.md about a fleet; `npm run bench` prints those that depend on the machine. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { readStackFolder } from "../../src/topology/folder";
import { resolve } from "../../src/topology/resolve";
import { proveTopology } from "../../src/verify/topology";
import { fleetFiles, type SplitBy } from "../fixtures/fleet";
import { REPOSITORY } from "../support/repository";
import { temporaryFolder } from "../support/temporary-folder";

function stacksOf(splitBy: SplitBy) {
  const { path, remove } = temporaryFolder();
  for (const [name, text] of Object.entries(fleetFiles(splitBy))) writeFileSync(join(path, name), text);
  const { stacks } = readStackFolder(path);
  remove();
  return stacks;
}

test.each<[SplitBy, string]>([
  ["name", "| one for each pair "],
  ["partner", "| one for each account "],
])("the stacks of a fleet, split by %s", (splitBy, begin) => {
  const stacks = stacksOf(splitBy);
  // All are alike.
  const last = stacks.at(-1);
  if (last === undefined) throw new Error("the fleet has no stacks");
  expect(proveTopology(last).proof.flaws).toEqual([]);
  const { terraform } = topologyTerraform(last.name, resolve(last.topology));
  const kilobytes = Math.round(JSON.stringify(terraform, undefined, 2).length / 1000);
  for (const page of ["README.md", "docs/topology.md"]) {
    const text = readFileSync(join(REPOSITORY, page), "utf8");
    const row = text.split("\n").find((line) => line.startsWith(begin)) ?? "";
    const [, , count = "", size = ""] = row.split("|").map((cell) => cell.trim());
    expect([page, count, size]).toEqual([page, stacks.length.toLocaleString("en-US"), `${kilobytes} KB`]);
  }
});
