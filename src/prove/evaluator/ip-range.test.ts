import { inRange, ipAddress, ipRange } from "./ip-range";

test.each([
  ["203.0.113.0/24", "203.0.113.255", true],
  ["203.0.113.0/24", "203.0.114.0", false],
  ["203.0.113.7", "203.0.113.7", true],
  ["203.0.113.7", "203.0.113.8", false],
  ["203.0.113.77/24", "203.0.113.1", true],
  ["10.0.0.0/9", "10.127.255.255", true],
  ["10.0.0.0/9", "10.128.0.0", false],
  ["0.0.0.0/0", "198.51.100.1", true],
  ["0.0.0.0/0", "2001:db8::1", false],
  ["2001:DB8:1234:5678::/64", "2001:db8:1234:5678:9::1", true],
  ["2001:DB8:1234:5678::/64", "2001:db8:1234:5679::", false],
  ["::/0", "203.0.113.7", false],
  ["::1/128", "0:0:0:0:0:0:0:1", true],
])("%s has %s: %s", (range, address, expected) => {
  expect(inRange(ipAddress(address), ipRange(range))).toBe(expected);
});

test.each(["203.0.113.0/33", "203.0.113.0/", "203.0.113.0/a", "203.0.113.0/24/1", "2001:db8::/129"])(
  "%s is no range",
  (text) => {
    expect(() => ipRange(text)).toThrow("is not an IP address range");
  },
);

test.each(["", "203.0.113", "203.0.113.256", "*", "::ffff:203.0.113.7", "fe80::1%eth0"])(
  "%s is no address",
  (text) => {
    expect(() => ipAddress(text)).toThrow("is not an IP address");
  },
);

test("IPv6 needs a prefix", () => {
  expect(() => ipRange("2001:db8::1")).toThrow("has no prefix length: write 2001:db8::1/128");
});
