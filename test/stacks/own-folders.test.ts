import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { proveTerraform, proveTopology } from "../../src/verify/topology";

test.each([["user: Reader, existing: true"], ["role: Reader, existing: true"], ["user: Reader"]])(
  "everyone in an account reads a folder of their own, also who has other access (%s)",
  (who) => {
    const topology = loadTopology(`accounts:
  data: { id: "111111111111", region: us-east-1 }
  people: { id: "222222222222", region: us-east-1 }
buckets: { lake: { account: data, name: acme-lake, bucket_key_enabled: false } }
principals:
  all: { account: people, entire_account: true }
  reader: { account: people, ${who} }
access:
  - { principal: all, bucket: lake, allow: read, prefix: "of/\${aws:PrincipalArn}/" }
  - { principal: reader, bucket: lake, allow: [read, list_versions], prefix: s3 }
  - { principal: reader, bucket: lake, allow: [write, list_uploads], prefix: "of/\${aws:PrincipalArn}/" }
`);
    expect(proveTopology({ name: "lake", topology }).proof.flaws).toEqual([]);
    const model = resolve(topology);
    const json = JSON.stringify(topologyTerraform("lake", model).terraform);
    const all = json.replaceAll("of/$${aws:PrincipalArn}/", "of/");
    expect(all).not.toBe(json);
    const { flaws } = proveTerraform(model, JSON.parse(all)).proof;
    expect(flaws.map(({ part }) => part)).toContain("nothing else");
  },
);
