import { topologyTerraform } from "../constructs/topology-terraform";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../test/support/repository";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { readTopologies } from "../topology/folder";
import { caseOf, proveTerraform, proveTopology } from "./topology";
import { resolve } from "../topology/resolve";

const topologies = readTopologies(join(REPOSITORY, "stacks"));
const golden = (name: string) =>
  JSON.parse(readFileSync(join(REPOSITORY, "test/golden", `${name}.tf.json`), "utf8"));

const { TMPDIR } = process.env;
const temporary = temporaryFolder();
beforeAll(() => {
  process.env.TMPDIR = temporary.path;
});
afterAll(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  temporary.remove();
});

test.each(topologies)("what $name becomes is what cdktf would write, and nothing is left behind", (named) => {
  // The state is in a file whose path is seen from the output folder.
  const { terraform: _, ...expected } = golden(named.name);
  expect(topologyTerraform(named.name, resolve(named.topology)).terraform).toMatchObject(expected);
  expect(readdirSync(temporary.path)).toEqual([]);
});

test.each(topologies)("$name is proved", (named) => {
  expect(proveTopology(named).proof.flaws).toEqual([]);
});

test("Terraform may be other than what a topology becomes", () => {
  const [{ name, topology }] = topologies as [(typeof topologies)[number]];
  const wrong = JSON.parse(JSON.stringify(golden(name)).replaceAll("s3:GetObjectTagging", "s3:GetObjectAcl"));
  const { proof } = proveTerraform(resolve(topology), wrong);
  expect(proof.flaws.map(({ part }) => part)).toContain("complete");
});

test("an existing user has the path that the topology says", () => {
  const { topology } = topologies.find(
    ({ name }) => name === "shared-with-account",
  ) as (typeof topologies)[number];
  const principals = {
    ...topology.principals,
    ann: { account: "a", user: "Ann", existing: true, path: "/staff/" },
  };
  const model = resolve({ ...topology, principals });
  const { estate } = caseOf(model, topologyTerraform("stack", model).terraform);
  expect(estate.principals.map(({ arn }) => arn)).toEqual([
    "arn:aws:iam::111111111111:user/staff/Ann",
    "arn:aws:iam::222222222222:user/Dilip",
  ]);
});
