import { topologyTerraform } from "../constructs/topology-terraform";
import { intentsOf } from "../topology/intents";
import { loadTopology } from "../topology/load";
import { resolve } from "../topology/resolve";
import { proofOf } from "../../test/support/provable";

function assumptionsOf(text: string): readonly string[] {
  const model = resolve(loadTopology(text));
  const { terraform } = topologyTerraform("stack", model);
  const { flaws, assumptions } = proofOf(intentsOf(model), JSON.parse(JSON.stringify(terraform)));
  expect(flaws).toEqual([]);
  return assumptions;
}

const topology = (hub: string, edge: string, more = "") => `
accounts:
  data: { id: "111111111111", region: ${hub} }
  ours: { id: "111111111111", region: af-south-1 }
  milan: { id: "222222222222", region: ${edge} }
  cape: { id: "333333333333", region: af-south-1 }
${more}buckets:
  lake: { account: data, name: acme-lake }
  milan: { account: milan, name: acme-milan }
  cape: { account: cape, name: acme-cape }
principals:
  reader: { account: data, role: acme-reader, existing: true }
  everyone: { organization: o-abcde12345 }
access:
  - { principal: reader, bucket: milan, allow: read }
  - { principal: reader, bucket: lake, allow: read }
  - { principal: everyone, bucket: milan, allow: read }
replication:
  - { from: lake, to: milan }
  - { from: lake, to: cape }
`;

test("accounts have enabled the Regions of the buckets that they use, unless the stack deploys for them there", () => {
  expect(assumptionsOf(topology("eu-west-1", "eu-south-1"))).toEqual([
    "account 111111111111 has enabled eu-south-1, which is an opt-in Region",
    "accounts of organization o-abcde12345 have enabled eu-south-1, which is an opt-in Region",
  ]);
  const cape = topology("eu-west-1", "eu-south-1").replace(/ {2}ours.*\n/, "");
  expect(assumptionsOf(cape)[0]).toBe(
    "account 111111111111 has enabled eu-south-1 and af-south-1, which are opt-in Regions",
  );
});

test("there is nothing to enable in the others", () => {
  expect(assumptionsOf(topology("eu-south-1", "eu-west-1"))).toEqual([]);
});
