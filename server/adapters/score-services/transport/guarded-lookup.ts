import dns from "node:dns";
import type { LookupFunction } from "node:net";
import { ScoreServiceFault } from "#server/errors.ts";
import { type AllowList, mayConnect } from "./address-rules.ts";

export type ResolvedAddress = { readonly address: string; readonly family: number };
export type ResolveHost = (host: string) => Promise<readonly ResolvedAddress[]>;

/**
 * The resolver of the sockets themselves: the addresses that are checked are the addresses that are
 * connected to, so that a name which resolves differently a moment later gains nothing. One refused
 * address refuses the name, since the socket may try any of them.
 */
export function guardLookup(
  allow: AllowList,
  port: number,
  resolveHost: ResolveHost = resolveWithSystem,
): LookupFunction {
  return (host, options, callback) => {
    resolveHost(host).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) {
          callback(new ScoreServiceFault("unreachable", `The name ${host} has no address.`), "");
          return;
        }
        if (!addresses.every(({ address }) => mayConnect(allow, { host, port, address }))) {
          callback(refuseAddress(host), "");
          return;
        }
        if (options.all) {
          callback(null, [...addresses]);
          return;
        }
        callback(null, first.address, first.family);
      },
      (cause) =>
        callback(
          new ScoreServiceFault("unreachable", `The name ${host} could not be resolved.`, {
            cause,
          }),
          "",
        ),
    );
  };
}

/** The sentence names the host as it was entered, never the address: that would map the network. */
export function refuseAddress(host: string): ScoreServiceFault {
  return new ScoreServiceFault(
    "address_refused",
    `${host} is not a public address. If it is meant, list it in SCORE_SERVICE_ALLOW.`,
  );
}

async function resolveWithSystem(host: string): Promise<readonly ResolvedAddress[]> {
  return await dns.promises.lookup(host, { all: true });
}
