import { randomUUID } from "node:crypto";
import { StartFault } from "#db/embedded/start-fault.ts";
import { readEnvironment } from "#server/env.ts";
import { hasBuild } from "./build-product.ts";
import { superviseChild } from "./child-service.ts";
import { choosePort } from "./choose-port.ts";
import { keepSecret } from "./keep-secret.ts";
import { openDatabase } from "./open-database.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { childEnvironment, webWords, workerWords } from "./programs.ts";
import { listenForStop } from "./stop-request.ts";

/** Runs one more web server or worker, on this machine or on another one with the same DATABASE_URL. */
export async function runAlone(program: "web" | "worker"): Promise<void> {
  const stop = listenForStop();
  if (program === "web" && !hasBuild()) {
    throw new StartFault("There is no build yet: run npm run build, or npm run quickstart.");
  }
  const environment = readEnvironment();
  const secret = await keepSecret();
  // A worker listens nowhere, so the port of the web server beside it must not stand in its way.
  const port = program === "web" ? await choosePort(environment) : (environment.PORT ?? 3000);
  const database = await openDatabase({ mayJoin: true });
  try {
    await prepareDatabase(database.url);
    const origin = environment.NEXTAUTH_URL ?? `http://localhost:${port}`;
    const variables = childEnvironment({
      mode: "start",
      secret,
      port,
      origin,
      instance: randomUUID(),
      databaseUrl: database.url,
    });
    const service = superviseChild({
      name: program === "web" ? "web server" : "worker",
      words: program === "web" ? webWords("start", variables) : workerWords(),
      environment: variables,
      logFile: null,
    });
    const fault = await Promise.race([stop.requested, database.failed]);
    await service.stop();
    if (fault instanceof StartFault) {
      throw fault;
    }
  } finally {
    await database.stop();
  }
}
