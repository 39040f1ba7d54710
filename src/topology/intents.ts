import { partitionOf } from "../aws/region";
import { permissionsOf } from "./levels";
import type { Topology } from "./topology";

/** What a topology asks for, by ARN and without Terraform: what a proof holds the result against. */
export function intentsOf(topology: Topology) {
  const { access = [], replication = [] } = topology;
  return {
    access: access.map(({ principal, bucket, allow, prefix = "" }) => ({
      principalArn: principalArn(topology, principal),
      bucketArn: bucketArn(topology, bucket),
      permissions: permissionsOf(allow),
      prefix,
    })),
    replications: replication.map(
      ({ from, to, prefix = "", delete_markers = false, minimal_kms = false }) => ({
        fromArn: bucketArn(topology, from),
        toArn: bucketArn(topology, to),
        prefix,
        deleteMarkers: delete_markers,
        minimalKms: minimal_kms,
      }),
    ),
    otherKeys: Object.entries(topology.buckets).flatMap(([name, { other_keys = [] }]) =>
      other_keys.map((lender) => ({
        bucketArn: bucketArn(topology, name),
        keyAddress: `aws_kms_key.${lender}`,
      })),
    ),
    requiredKeys: Object.entries(topology.buckets).flatMap(([name, { require_key }]) =>
      require_key ? [bucketArn(topology, name)] : [],
    ),
    offers: Object.entries(topology.principals ?? {}).flatMap(([name, { entire_account }]) =>
      entire_account && access.some(({ principal }) => principal === name)
        ? [{ principalArn: principalArn(topology, name), address: `output.${name}_policy` }]
        : [],
    ),
    trusts: Object.entries(topology.principals ?? {}).flatMap(([name, { assumed_by, external_id }]) =>
      assumed_by
        ? [{ roleArn: principalArn(topology, name), trusted: assumed_by, externalId: external_id }]
        : [],
    ),
  };
}

function principalArn(topology: Topology, name: string): string {
  const principal = topology.principals?.[name];
  const { id, partition } = accountOf(topology, principal?.account);
  const path = principal?.path ?? "/";
  const who =
    principal?.role !== undefined ? `role${path}${principal.role}` : `user${path}${principal?.user}`;
  return `arn:${partition}:iam::${id}:${principal?.entire_account ? "root" : who}`;
}

function bucketArn(topology: Topology, name: string): string {
  const bucket = topology.buckets[name];
  return `arn:${accountOf(topology, bucket?.account).partition}:s3:::${bucket?.name}`;
}

function accountOf(topology: Topology, name = ""): { id: string; partition: string } {
  const { id = "", region = "" } = topology.accounts[name] ?? {};
  return { id, partition: partitionOf(region) };
}
