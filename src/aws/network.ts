import { isIPv4, isIPv6 } from "node:net";

/** Why a text is not the id of a VPC endpoint. Undefined if it is. */
export function vpcEndpointIdProblem(id: string): string | undefined {
  if (/^vpce-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) return undefined;
  const found = /^vpc-/.test(id) ? ", and this is the id of a VPC" : "";
  return `must be the id of a VPC endpoint, such as vpce-0123456789abcdef0${found}`;
}

/**
 * Why a text is not a range of public IP addresses. Undefined if it is. IPv6 needs a prefix length, because IAM reads a
 * single address as a huge range.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function sourceIpProblem(range: string): string | undefined {
  const [address = "", length, ...rest] = range.split("/");
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  const isLength = length === undefined ? bits === 32 : /^\d{1,3}$/.test(length);
  const prefix = Number(length ?? bits);
  if (bits === undefined || !isLength || prefix > bits || rest.length > 0)
    return "must be a range of IP addresses, such as 203.0.113.0/24 or 2001:db8::/32";
  if (prefix === 0) return "is every address; leave it out";
  if (PRIVATE.test(address))
    return "is private, but requests over the Internet have a public address, and those through a VPC endpoint have no aws:SourceIp; name the VPC endpoint in vpc_endpoints";
  return undefined;
}

/** https://www.iana.org/assignments/iana-ipv4-special-registry */
const PRIVATE =
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i;
