import ipaddr from "ipaddr.js";
import { ScoreServiceFault } from "#server/errors.ts";

/** One entry of SCORE_SERVICE_ALLOW. */
type AllowEntry =
  | { readonly kind: "network"; readonly network: [Address, number]; readonly port: number | null }
  | { readonly kind: "host"; readonly host: string; readonly port: number | null };

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export type AllowList = readonly AllowEntry[];

/** A place that a connection would be made to: the name asked for, and what it resolved to. */
export type Endpoint = { readonly host: string; readonly port: number; readonly address: string };

/**
 * Cloud machines tell their credentials at these addresses. A name never opens them, since whoever
 * writes the zone of that name would choose; a list that means them must write them as addresses.
 */
const metadataNetworks = [
  "169.254.0.0/16",
  "100.100.100.200/32",
  "168.63.129.16/32",
  "192.0.0.192/32",
  "fd00:ec2::254/128",
  "fe80::/10",
].map((network) => ipaddr.parseCIDR(network));

const globalUnicast = ipaddr.parseCIDR("2000::/3");

/** @throws ScoreServiceFault naming the entry that is neither a host, an address nor a network */
export function parseAllowList(entries: readonly string[]): AllowList {
  return entries.map((entry) => parseAllowEntry(entry.toLowerCase()));
}

/** Whether a connection may be made: to public addresses always, to others only where listed. */
export function mayConnect(allow: AllowList, endpoint: Endpoint): boolean {
  const address = parseAddress(endpoint.address);
  if (address === null) {
    return false;
  }
  if (isPublic(address)) {
    return true;
  }
  const host = tidyHost(endpoint.host);
  return allow.some((entry) => {
    if (entry.port !== null && entry.port !== endpoint.port) {
      return false;
    }
    return entry.kind === "network"
      ? isWithin(address, entry.network)
      : entry.host === host && !metadataNetworks.some((network) => isWithin(address, network));
  });
}

/** The address that a host is, or null for a name. Brackets of a URL are left out. */
export function parseAddress(host: string): Address | null {
  const text = tidyHost(host);
  // The parser also reads forms such as 0x7f.1, which no resolver and no URL gives.
  const isWritten = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  return isWritten ? ipaddr.parse(text) : null;
}

/**
 * Reached from everywhere on the Internet. What carries an IPv4 address within an IPv6 one (mapped,
 * compatible, NAT64, 6to4, Teredo) is not: it would reach whatever the inner address is.
 */
function isPublic(address: Address): boolean {
  if (address.range() !== "unicast") {
    return false;
  }
  return address.kind() === "ipv4"
    ? !metadataNetworks.some((network) => isWithin(address, network))
    : isWithin(address, globalUnicast);
}

function isWithin(address: Address, network: readonly [Address, number]): boolean {
  const [base, bits] = network;
  // The two kinds are matched apart, since the library refuses to compare them.
  if (address instanceof ipaddr.IPv4) {
    return base instanceof ipaddr.IPv4 && address.match(base, bits);
  }
  return base instanceof ipaddr.IPv6 && address.match(base, bits);
}

function parseAllowEntry(entry: string): AllowEntry {
  if (ipaddr.isValidCIDR(entry)) {
    return { kind: "network", network: ipaddr.parseCIDR(entry), port: null };
  }
  const bare = parseAddress(entry);
  const [, host = "", digits] =
    bare === null ? (/^(.+?)(?::(\d+))?$/.exec(entry) ?? []) : ["", entry];
  const port = digits === undefined ? null : Number(digits);
  const address = parseAddress(host);
  if (address !== null) {
    return { kind: "network", network: [address, address.kind() === "ipv4" ? 32 : 128], port };
  }
  if (!/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?$/.test(host) || (port ?? 1) > 65_535 || port === 0) {
    throw new ScoreServiceFault(
      "address_refused",
      `SCORE_SERVICE_ALLOW must list hosts or networks such as rewards.internal:8000 or 10.0.0.0/8, and "${entry}" is neither.`,
    );
  }
  return { kind: "host", host: tidyHost(host), port };
}

function tidyHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}
