import ipaddr from "ipaddr.js";

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * The IPv4 addresses that an IPv6 one carries: what a connection to it may reach in the end. Where
 * a form may be read in several ways, all readings count, so that none of them is a way around the
 * rules. Known are IPv4-mapped and -compatible (RFC 4291), -translated (RFC 2765), NAT64 (RFC 6052
 * and 8215), 6to4 (RFC 3056), Teredo (RFC 4380) and ISATAP (RFC 5214). A translator with a prefix of
 * its operator's own cannot be told from other addresses.
 */
export function listCarriedAddresses(address: Address): readonly ipaddr.IPv4[] {
  if (address instanceof ipaddr.IPv4) return [];
  return readForms(address)
    .map((octets) => new ipaddr.IPv4([...octets]))
    .filter((carried) => !carried.match(thisNetwork));
}

/** Leads nowhere by itself; `::` and `::1` are no embeddings of 0.0.0.0 and 0.0.0.1. */
const thisNetwork = ipaddr.IPv4.parseCIDR("0.0.0.0/8");

type Octets = readonly number[];

function readForms(address: ipaddr.IPv6): Octets[] {
  const octets = address.toByteArray();
  const at = (...places: readonly number[]) => places.map((place) => octets[place]);
  const isIn = (prefix: string) => address.match(ipaddr.IPv6.parseCIDR(prefix));
  const last = at(12, 13, 14, 15);
  const forms: Octets[] = [];
  const endsInAddress = ["::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96"].some(isIn);
  if (endsInAddress) forms.push(last);
  // The length of a local translator's prefix is not written in the address; octet 8 is left free.
  if (isIn("64:ff9b:1::/48")) {
    forms.push(at(6, 7, 9, 10), at(7, 9, 10, 11), at(9, 10, 11, 12), last);
  }
  if (isIn("2002::/16")) forms.push(at(2, 3, 4, 5));
  // Teredo: its server, then its client with all bits turned round.
  if (isIn("2001::/32")) {
    forms.push(
      at(4, 5, 6, 7),
      last.map((octet) => 255 - octet),
    );
  }
  const marksIsatap = [octets[8] & 0xfc, ...at(9, 10, 11)].join() === "0,0,94,254";
  if (marksIsatap) forms.push(last);
  return forms;
}
