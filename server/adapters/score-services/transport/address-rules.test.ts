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
  ])("%s does not open %s", (entry, address) => {
    expect(mayReach(address, [entry])).toBe(false);
  });

  test("a name on the list never opens where machines tell their credentials", () => {
    expect(mayReach("169.254.169.254", ["rewards.example.org"])).toBe(false);
    expect(mayReach("fd00:ec2::254", ["rewards.example.org"])).toBe(false);
  });

  test.each(["10.0.0.0/33", "http://a.example", "a b", "host:0", "host:70000", "-x"])(
    "an entry that cannot be read is named: %s",
    (entry) => {
      expect(() => parseAllowList([entry])).toThrow(ScoreServiceFault);
      expect(() => parseAllowList([entry])).toThrow(`"${entry}" is neither`);
    },
  );
});
