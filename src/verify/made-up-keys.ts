import type { Estate } from "../estate/estate";

const KEY = /(?:arn:[\w-]+:kms:[\w-]*:\d{12}:key\/)?((?:mrk-)?[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12})/g;

/** Puts the addresses of keys in the place of ARNs and ids that people have never seen, because they are made up. */
export function withAddressesOfKeys({ keys }: Pick<Estate, "keys">): (text: string) => string {
  const addresses = new Map(keys.map(({ arn, address }) => [arn.slice(arn.indexOf("/") + 1), address]));
  return (text) => text.replaceAll(KEY, (whole, id: string) => addresses.get(id) ?? whole);
}
