import { isIPv4, isIPv6 } from "node:net";
import { refuse, shown } from "../iam/errors";

/** An address as bytes: four of IPv4, sixteen of IPv6. */
export type Address = readonly number[];

export interface IpRange {
  readonly address: Address;
  readonly prefix: number;
}

/**
 * A range in CIDR notation. AWS treats an address without a prefix as `/32`. For IPv6 this would be a huge range, so a
 * prefix is required.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function ipRange(text: string): IpRange {
  const [host = "", length, ...rest] = text.split("/");
  const address = ipAddress(host);
  const bits = address.length * 8;
  if (length === undefined && bits === 128) refuse(`${shown(text)} has no prefix length: write ${host}/128`);
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : Infinity;
  if (rest.length > 0 || prefix > bits) refuse(`${shown(text)} is not an IP address range`);
  return { address, prefix };
}

export function ipAddress(text: string): Address {
  if (isIPv4(text)) return text.split(".").map(Number);
  if (!isIPv6(text) || /[.%]/.test(text)) return refuse(`${shown(text)} is not an IP address`);
  const [left = "", right] = text.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const head = groups(left);
  const tail = right === undefined ? [] : groups(right);
  const zeros = new Array<string>(8 - head.length - tail.length).fill("0");
  return [...head, ...zeros, ...tail].flatMap((group) => {
    const value = parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

export function inRange(address: Address, range: IpRange): boolean {
  if (address.length !== range.address.length) return false;
  return range.address.every((byte, index) => {
    const bits = Math.min(Math.max(range.prefix - index * 8, 0), 8);
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === ((address[index] as number) & mask);
  });
}
