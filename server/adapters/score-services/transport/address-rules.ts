import ipaddr from "ipaddr.js";
import { ScoreServiceFault } from "#server/errors.ts";
import { type Address, listCarriedAddresses } from "./carried-addresses.ts";

/** One entry of SCORE_SERVICE_ALLOW. */
type AllowEntry =
  | { readonly kind: "network"; readonly network: [Address, number]; readonly port: number | null }
  | { readonly kind: "host"; readonly host: string; readonly port: number | null };

export type AllowList = readonly AllowEntry[];

/** A place that a connection would be made to: the name asked for, and what it resolved to. */
export type Endpoint = { readonly host: string; readonly port: number; readonly address: string };

/**
 * Cloud machines tell their credentials at these addresses. A name never opens them, since whoever
 * writes the zone of that name would choose; a list that means them must write them as addresses.
 */
const metadataNetworks = [
  "169.254.0.0/16",
  // Alibaba, Azure and Oracle.
  "100.100.100.200/32",
  "168.63.129.16/32",
  "192.0.0.192/32",
  // AWS with its containers, Oracle, Google and Scaleway.
  "fd00:ec2::/32",
  "fd00:c1::/32",
  "fd20:ce::/32",
  "fd00:42::/32",
  "fe80::/10",
].map((network) => ipaddr.parseCIDR(network));

const globalUnicast = ipaddr.parseCIDR("2000::/3");

/** @throws ScoreServiceFault naming the entry that is neither a host, an address nor a network */
export function parseAllowList(entries: readonly string[]): AllowList {
  return entries.flatMap((entry) => parseAllowEntry(entry.toLowerCase()));
}

/**
 * Whether a connection may be made: to public addresses always, to others only where listed. An
 * IPv6 address that carries an IPv4 one may be connected to if both may.
 */
export function mayConnect(allow: AllowList, endpoint: Endpoint): boolean {
  const address = parseAddress(endpoint.address);
  if (address === null) {
    return false;
  }
  const host = tidyHost(endpoint.host);
  const entries = allow.filter((entry) => entry.port === null || entry.port === endpoint.port);
  return listPlaces(address).every(
    (place) => isPublic(place) || entries.some((entry) => opens(entry, { host, place })),
  );
}

/** Everything that a connection to an address may reach. */
function listPlaces(address: Address): readonly Address[] {
  return [address, ...listCarriedAddresses(address)];
}

function opens(entry: AllowEntry, { host, place }: { host: string; place: Address }): boolean {
  return entry.kind === "network"
    ? isWithin(place, entry.network)
    : entry.host === host && !isMetadata(place);
}

/** The address that a host is, or null for a name. Brackets of a URL are left out. */
export function parseAddress(host: string): Address | null {
  const text = tidyHost(host);
  // The parser also reads forms such as 0x7f.1, which no resolver and no URL gives.
  const isWritten = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  return isWritten ? ipaddr.parse(text) : null;
}

/**
 * Reached from everywhere on the Internet. What carries an IPv4 address is not, even a public one: it
 * depends on the network in between where that leads.
 */
function isPublic(address: Address): boolean {
  if (address.range() !== "unicast" || isMetadata(address)) {
    return false;
  }
  if (address.kind() === "ipv4") return true;
  return isWithin(address, globalUnicast) && listCarriedAddresses(address).length === 0;
}

function isMetadata(address: Address): boolean {
  return metadataNetworks.some((network) => isWithin(address, network));
}

function isWithin(address: Address, network: readonly [Address, number]): boolean {
  const [base, bits] = network;
  // The two kinds are matched apart, since the library refuses to compare them.
  if (address instanceof ipaddr.IPv4) {
    return base instanceof ipaddr.IPv4 && address.match(base, bits);
  }
  return base instanceof ipaddr.IPv6 && address.match(base, bits);
}

function parseAllowEntry(entry: string): AllowEntry[] {
  if (ipaddr.isValidCIDR(entry)) {
    return [{ kind: "network", network: ipaddr.parseCIDR(entry), port: null }];
  }
  const bare = parseAddress(entry);
  const [, host = "", digits] =
    bare === null ? (/^(.+?)(?::(\d+))?$/.exec(entry) ?? []) : ["", entry];
  const port = digits === undefined ? null : Number(digits);
  const address = parseAddress(host);
  if (address !== null) {
    // Whoever writes an address in full means what it carries, too.
    return listPlaces(address).map((place) => ({
      kind: "network",
      network: [place, place.kind() === "ipv4" ? 32 : 128],
      port,
    }));
  }
  if (!/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?$/.test(host) || (port ?? 1) > 65_535 || port === 0) {
    throw new ScoreServiceFault(
      "address_refused",
      `SCORE_SERVICE_ALLOW must list hosts or networks such as rewards.internal:8000 or 10.0.0.0/8, and "${entry}" is neither.`,
    );
  }
  return [{ kind: "host", host: tidyHost(host), port }];
}

function tidyHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}
