import type { Topology } from "../src/topology/topology";

/** Pairs of buckets, each with a role that copies from one to the other. */
export function topologyOf(pairs: number): Topology {
  const numbers = Array.from({ length: pairs }, (_, pair) => pair);
  return {
    accounts: {
      source: { id: "111111111111", region: "us-east-1" },
      destination: { id: "222222222222", region: "us-east-1" },
    },
    buckets: Object.fromEntries(
      numbers.flatMap((pair) => [
        [`source_${pair}`, { account: "source", name: `acme-source-${pair}` }],
        [`destination_${pair}`, { account: "destination", name: `acme-destination-${pair}` }],
      ]),
    ),
    principals: Object.fromEntries(
      numbers.map((pair) => [
        `porter_${pair}`,
        {
          account: "destination",
          role: `porter-${pair}`,
          assumed_by: ["arn:aws:iam::222222222222:user/admin"],
        },
      ]),
    ),
    access: numbers.flatMap((pair) => [
      { principal: `porter_${pair}`, bucket: `source_${pair}`, allow: "read" as const },
      { principal: `porter_${pair}`, bucket: `destination_${pair}`, allow: "write" as const },
    ]),
  };
}
