import { describe, expect, test } from "vitest";
import { ScoreServiceFault } from "#server/errors.ts";
import { mayConnect, parseAllowList } from "./address-rules.ts";

function mayReach(address: string, allow: readonly string[] = [], host = "rewards.example.org") {
  return mayConnect(parseAllowList(allow), { host, port: 8000, address });
}

// IANA special-purpose registries: https://www.iana.org/assignments/iana-ipv4-special-registry and
// https://www.iana.org/assignments/iana-ipv6-special-registry; the metadata addresses from the
// documentation of AWS, Azure, Google, Alibaba and Oracle.
test.each([
  ["this network", "0.0.0.0"],
  ["private", "10.1.2.3"],
  ["private", "172.16.0.1"],
  ["private", "172.31.255.255"],
  ["private", "192.168.1.1"],
  ["loopback", "127.0.0.1"],
  ["loopback", "127.255.0.1"],
  ["link-local and metadata", "169.254.169.254"],
  ["carrier-grade NAT", "100.64.0.1"],
  ["metadata of Alibaba", "100.100.100.200"],
  ["metadata of Azure", "168.63.129.16"],
  ["metadata of Oracle", "192.0.0.192"],
  ["benchmarking", "198.18.0.1"],
  ["documentation", "192.0.2.1"],
  ["documentation", "203.0.113.9"],
  ["multicast", "224.0.0.1"],
  ["reserved", "240.0.0.1"],
  ["broadcast", "255.255.255.255"],
  ["unspecified", "::"],
  ["loopback", "::1"],
  ["IPv4-mapped", "::ffff:169.254.169.254"],
  ["IPv4-mapped in hex", "::ffff:7f00:1"],
  ["IPv4-mapped public", "::ffff:8.8.8.8"],
  ["IPv4-compatible", "::127.0.0.1"],
  ["NAT64", "64:ff9b::a9fe:a9fe"],
  ["local NAT64", "64:ff9b:1::a00:1"],
  ["6to4", "2002:7f00:1::"],
  ["Teredo", "2001:0:7f00:1::"],
  ["IPv4-translated", "::ffff:0:7f00:1"],
  ["ISATAP", "2600:1f00::5efe:7f00:1"],
  ["ISATAP of a public address", "2600:1f00::200:5efe:808:808"],
  ["unique local", "fd12:3456::1"],
  ["metadata of AWS", "fd00:ec2::254"],
  ["link-local", "fe80::1"],
  ["link-local with a zone", "fe80::1%eth0"],
  ["site-local", "fec0::1"],
  ["multicast", "ff02::1"],
  ["documentation", "2001:db8::1"],
  ["discard", "100::1"],
  ["given out to nobody", "4000::1"],
  ["no address at all", "rewards.example.org"],
  ["nothing", ""],
  ["a short form", "127.1"],
])("%s is refused: %s", (_, address) => {
  expect(mayReach(address)).toBe(false);
});

test.each(["8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])(
  "the public address %s is reached without a list",
  (address) => {
    expect(mayReach(address)).toBe(true);
  },
);

describe("the list of the environment", () => {
  test.each([
    ["10.0.0.0/8", "10.200.0.1"],
    ["127.0.0.1", "127.0.0.1"],
    ["127.0.0.1:8000", "127.0.0.1"],
    ["[::1]:8000", "::1"],
    ["::1", "::1"],
    ["fd00::/8", "fd12::1"],
    ["rewards.example.org", "192.168.7.7"],
    ["Rewards.Example.org.:8000", "192.168.7.7"],
    ["169.254.169.254", "169.254.169.254"],
    ["::ffff:169.254.169.254", "::ffff:a9fe:a9fe"],
    ["[::ffff:127.0.0.1]:8000", "::ffff:7f00:1"],
    ["64:ff9b::/96", "64:ff9b::808:808"],
    ["64:ff9b:1::/48", "64:ff9b:1::808:808"],
    ["rewards.example.org", "::ffff:10.0.0.1"],
    ["::1/128", "::1"],
  ])("%s opens %s", (entry, address) => {
    expect(mayReach(address, [entry])).toBe(true);
  });

  test.each([
    ["10.0.0.0/8", "11.0.0.1x"],
    ["10.0.0.0/8", "192.168.0.1"],
    ["10.0.0.0/8", "::ffff:10.0.0.1"],
    ["127.0.0.1:9000", "127.0.0.1"],
    ["rewards.example.org:9000", "192.168.7.7"],
    ["other.example.org", "192.168.7.7"],
    ["example.org", "192.168.7.7"],
    ["64:ff9b::/96", "64:ff9b::a9fe:a9fe"],
    ["64:ff9b::/96", "64:ff9b::7f00:1"],
    ["::/0", "2002:a00:1::1"],
  ])("%s does not open %s", (entry, address) => {
    expect(mayReach(address, [entry])).toBe(false);
  });

  // The forms are those of RFC 4291, 2765, 6052, 8215, 3056, 4380 and 5214, worked out by hand.
  test.each([
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "::ffff:100.100.100.200",
    "::ffff:168.63.129.16",
    "::ffff:192.0.0.192",
    "::169.254.169.254",
    "::ffff:0:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a9fe:a9fe",
    "64:ff9b:1:a9fe:a9:fe00::",
    "64:ff9b:1:12a9:fe:a9fe::",
    "64:ff9b:1:1234:a9:fea9:fe00:0",
    "2002:a9fe:a9fe::1",
    "2001:0:a9fe:a9fe::1",
    "2001:0:808:808::5601:5601",
    "2600:1f00::5efe:a9fe:a9fe",
    "2600:1f00::200:5efe:a9fe:a9fe",
    "fd00:ec2::254",
    "fd00:ec2::23",
    "fd00:c1::a9fe:a9fe",
    "fd20:ce::254",
    "fd00:42::42",
    "fe80::a9fe:a9fe",
    "fe80::a9fe:a9fe%eth0",
  ])("a name on the list never opens where machines tell their credentials: %s", (address) => {
    expect(mayReach(address, ["rewards.example.org"])).toBe(false);
  });

  test.each(["10.0.0.0/33", "http://a.example", "a b", "host:0", "host:70000", "-x"])(
    "an entry that cannot be read is named: %s",
    (entry) => {
      expect(() => parseAllowList([entry])).toThrow(ScoreServiceFault);
      expect(() => parseAllowList([entry])).toThrow(`"${entry}" is neither`);
    },
  );
});
