/** That Terraform destroys no key and no bucket unless the topology says so, and that modules leave it to their readers. */
import fc from "fast-check";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { moduleOf } from "../../src/export/module";
import { resolve } from "../../src/topology/resolve";
import type { Topology } from "../../src/topology/topology";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { runs } from "../support/runs";

test("keys, buckets and merged policies are protected, and nothing else", () => {
  fc.assert(
    fc.property(arbitraryTopology, (topology) => {
      const { terraform } = topologyTerraform("stack", resolve(topology));
      const { resource = {} } = terraform as { resource?: Record<string, Record<string, object>> };
      const found = Object.entries(resource).flatMap(([type, blocks]) =>
        Object.entries(blocks).flatMap(([name, block]) =>
          "lifecycle" in block ? [[`${type}.${name}`, block.lifecycle] as const] : [],
        ),
      );
      expect(Object.fromEntries(found)).toEqual(
        Object.fromEntries(protectedIn(topology).map((address) => [address, { prevent_destroy: true }])),
      );
    }),
    { numRuns: runs(100) },
  );
});

function protectedIn({ keys = {}, buckets }: Topology): string[] {
  const kept = Object.entries(buckets).filter(([, { force_destroy, prevent_destroy }]) =>
    force_destroy === true ? false : prevent_destroy !== false,
  );
  return [
    ...Object.entries(keys).flatMap(([name, { prevent_destroy, existing, policy, replica_of }]) => {
      if (prevent_destroy === false || (existing && typeof policy !== "object")) return [];
      const type = existing ? "aws_kms_key_policy" : replica_of ? "aws_kms_replica_key" : "aws_kms_key";
      return [`${type}.${name}`];
    }),
    ...kept.flatMap(([name, { encryption, key, existing, policy }]) => [
      ...(existing
        ? typeof policy === "object"
          ? [`aws_s3_bucket_policy.${name}`]
          : []
        : [`aws_s3_bucket.${name}`]),
      ...(encryption === "AES256" || typeof key === "string" ? [] : [`aws_kms_key.${name}`]),
    ]),
  ];
}

test("nothing in a module is protected", () => {
  fc.assert(
    fc.property(arbitraryTopology, (topology) => {
      const resources = moduleOf("stack", resolve(topology)).accounts.flatMap((account) => account.resources);
      for (const { arguments: settings } of resources) expect(settings).not.toHaveProperty("lifecycle");
    }),
    { numRuns: runs(50) },
  );
});
