/** The networks and organizations from which requests come: those that a bucket accepts, and others. */
import { type Address, inRange, ipAddress, ipRange, type IpRange } from "../evaluator/ip-range";
import type { LimitIntent } from "./intents";

/** Condition keys of a request. Undefined ones are missing. */
export type Keys = Readonly<Record<string, string | undefined>>;

export const OTHER_ORGANIZATION = "o-s3porterproof";

export const NOWHERE: Keys = { "aws:SourceIp": undefined, "aws:SourceVpce": undefined };

/** Whether a bucket accepts only some networks. */
export function hasNetworks({ vpcEndpoints = [], sourceIps = [] }: LimitIntent): boolean {
  return vpcEndpoints.length + sourceIps.length > 0;
}

/** One request for each network that a bucket accepts. None if it accepts all. */
export function ways({ vpcEndpoints = [], sourceIps = [] }: LimitIntent): Keys[] {
  return [...vpcEndpoints.map(through), ...sourceIps.map((range) => from(ipRange(range).address))];
}

/** Requests from other networks: from far, from the neighbours of each range, and through another VPC endpoint. */
export function outside(limit: LimitIntent): Keys[] {
  if (!hasNetworks(limit)) return [];
  const { sourceIps = [] } = limit;
  const ranges = sourceIps.map(ipRange);
  const isOutside = (address: Address) => !ranges.some((range) => inRange(address, range));
  const others = [
    ...FAR.map(ipAddress).filter(isOutside).slice(0, 1),
    ...ranges.map(neighbour).filter(isOutside),
  ];
  return [...others.map(from), through(OTHER_ENDPOINT)];
}

const FAR = ["198.51.100.7", "192.0.2.7", "203.0.113.7", "2001:db8:ffff::7"];
const OTHER_ENDPOINT = "vpce-0ffffffffffffffff";

/** Requests through a VPC endpoint have no address of the Internet. */
function through(endpoint: string): Keys {
  return { ...NOWHERE, "aws:SourceVpce": endpoint };
}

function from(address: Address): Keys {
  return { ...NOWHERE, "aws:SourceIp": written(address) };
}

/** Differs from the addresses of the range in the last bit that they have in common. */
function neighbour({ address, prefix }: IpRange): Address {
  const bit = prefix - 1;
  return address.map((byte, index) => (index === bit >> 3 ? byte ^ (0x80 >> (bit & 7)) : byte));
}

function written(address: Address): string {
  if (address.length === 4) return address.join(".");
  const groups = address.flatMap((byte, index) =>
    index % 2 === 0 ? [((byte << 8) | (address[index + 1] ?? 0)).toString(16)] : [],
  );
  return groups.join(":");
}
