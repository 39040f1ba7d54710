/** The linter, held against what the generator writes: the five stacks, random topologies, and very many pairs. */
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { topologyTerraform } from "../../constructs/topology-terraform";
import { readEstate } from "../../estate/read-estate";
import { lint, lintAsked } from "./lint";
import { arbitraryTopology, createsAll } from "../../../test/fixtures/arbitrary-topology";
import { manyPairs } from "../../../test/fixtures/many-pairs";
import { runs } from "../../../test/support/runs";
import { readTopologies } from "../../topology/folder";
import { resolve } from "../../topology/resolve";

const ROOT = join(__dirname, "../../..");

test.each(readTopologies(join(ROOT, "stacks")))("$name is well-formed", ({ name }) => {
  const golden = readFileSync(join(ROOT, "test/golden", `${name}.tf.json`), "utf8");
  expect(lint(readEstate(JSON.parse(golden)))).toEqual([]);
});

test("random topologies are well-formed", () => {
  fc.assert(
    fc.property(arbitraryTopology.filter(createsAll), (topology) => {
      const { terraform } = topologyTerraform("stack", resolve(topology));
      expect(lintAsked(readEstate(terraform))).toEqual([]);
    }),
    { numRuns: runs(100) },
  );
});

test("many pairs are well-formed", () => {
  expect(lint(readEstate(manyPairs(runs(1000))))).toEqual([]);
});
