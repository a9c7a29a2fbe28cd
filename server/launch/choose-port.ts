import { createServer } from "node:net";
import { StartFault } from "#db/embedded/start-fault.ts";
import type { Environment } from "#server/env.ts";

const firstPort = 3000;
const lastPort = 3100;

/** The port of PORT, or without it the first free one from 3000. */
export async function choosePort({ HOST, PORT }: Pick<Environment, "HOST" | "PORT">) {
  if (PORT !== undefined) {
    const trouble = await findTrouble(PORT, HOST);
    if (trouble !== null) {
      throw explain(trouble, PORT, HOST);
    }
    return PORT;
  }
  for (let port = firstPort; port <= lastPort; port++) {
    const trouble = await findTrouble(port, HOST);
    if (trouble === null) {
      return port;
    }
    if (trouble !== "EADDRINUSE") {
      throw explain(trouble, port, HOST);
    }
  }
  throw new StartFault(
    `Ports ${firstPort} to ${lastPort} are all in use: set PORT to one that is free.`,
  );
}

function explain(trouble: string, port: number, host: string): StartFault {
  if (trouble === "EADDRINUSE") {
    return new StartFault(
      `Port ${port} is in use by another program: set PORT to a free one, or leave it out to have one chosen.`,
    );
  }
  if (trouble === "EACCES") {
    return new StartFault(
      `This user may not listen on port ${port}: set PORT to a number above 1023.`,
    );
  }
  return new StartFault(
    `Nothing can listen on ${host} port ${port} (${trouble}): set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0.`,
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
