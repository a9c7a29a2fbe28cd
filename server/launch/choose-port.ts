import { createServer } from "node:net";
import { StartFault } from "#db/embedded/start-fault.ts";
import { type Environment, findScoreServiceHost } from "#server/env.ts";

const portsTried = 100;

/** Where a program listens, and the names of the variables that say so. */
type Listening = {
  readonly host: string;
  /** What was asked for; undefined takes the first free one from `firstPort`. */
  readonly port: number | undefined;
  readonly firstPort: number;
  readonly variables: { readonly port: string; readonly host: string };
};

/** The port of PORT, or without it the first free one from 3000. */
export async function choosePort({
  HOST: host,
  PORT: port,
}: Pick<Environment, "HOST" | "PORT">): Promise<number> {
  const variables = { port: "PORT", host: "HOST" };
  return await findPort({ host, port, firstPort: 3000, variables });
}

/** The port of SCORE_SERVICE_PORT, or without it (or with 0) the first free one from 8900. */
export async function chooseScorePort(environment: Environment): Promise<number> {
  const host = findScoreServiceHost(environment);
  const variables = { port: "SCORE_SERVICE_PORT", host: "SCORE_SERVICE_HOST" };
  return await findPort({
    host,
    port: environment.SCORE_SERVICE_PORT || undefined,
    firstPort: 8900,
    variables,
  });
}

async function findPort(listening: Listening): Promise<number> {
  const { host, port: wanted, firstPort, variables } = listening;
  if (wanted !== undefined) {
    const trouble = await findTrouble(wanted, host);
    if (trouble !== null) throw explain(trouble, wanted, listening);
    return wanted;
  }
  const lastPort = firstPort + portsTried;
  for (let port = firstPort; port <= lastPort; port++) {
    const trouble = await findTrouble(port, host);
    if (trouble === null) return port;
    if (trouble !== "EADDRINUSE") throw explain(trouble, port, listening);
  }
  throw new StartFault(
    `Ports ${firstPort} to ${lastPort} are all in use: set ${variables.port} to one that is free.`,
  );
}

function explain(trouble: string, port: number, { host, variables }: Listening): StartFault {
  if (trouble === "EADDRINUSE") {
    return new StartFault(
      `Port ${port} is in use by another program: set ${variables.port} to a free one, or leave it out to have one chosen.`,
    );
  }
  if (trouble === "EACCES") {
    return new StartFault(
      `This user may not listen on port ${port}: set ${variables.port} to a number above 1023.`,
    );
  }
  return new StartFault(
    `Nothing can listen on ${host} port ${port} (${trouble}): set ${variables.host} to an address of this machine, such as 127.0.0.1 or 0.0.0.0.`,
  );
}

/**
 * A browser may take "localhost" for either loopback address, so a program that holds the port on
 * the other one would be shown instead of this one; hence both must be free.
 */
async function findTrouble(port: number, host: string): Promise<string | null> {
  const trouble = await tryListening(port, host);
  if (trouble !== null || host !== "127.0.0.1") {
    return trouble;
  }
  return (await tryListening(port, "::1")) === "EADDRINUSE" ? "EADDRINUSE" : null;
}

async function tryListening(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => {
      resolve("code" in error ? String(error.code) : error.message);
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}
