import { randomUUID } from "node:crypto";
import { StartFault } from "#db/embedded/start-fault.ts";
import { type Environment, findScoreServiceHost, readEnvironment } from "#server/env.ts";
import { hasBuild } from "./build-product.ts";
import { superviseChild } from "./child-service.ts";
import { choosePort, chooseScorePort } from "./choose-port.ts";
import { keepSecret } from "./keep-secret.ts";
import { openDatabase } from "./open-database.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { childEnvironment, scoreServiceWords, webWords, workerWords } from "./programs.ts";
import { listenForStop } from "./stop-request.ts";

type Program = "web" | "worker" | "score-service";

/**
 * Runs one more of the product's programs, on this machine or on another one with the same
 * DATABASE_URL.
 */
export async function runAlone(program: Program): Promise<void> {
  const stop = listenForStop();
  if (program === "web" && !hasBuild()) {
    throw new StartFault("There is no build yet: run npm run build, or npm run quickstart.");
  }
  const environment = readEnvironment();
  const secret = await keepSecret();
  // A worker listens nowhere, so the port of the web server beside it must not stand in its way.
  const port = program === "web" ? await choosePort(environment) : (environment.PORT ?? 3000);
  const scorePort = program === "score-service" ? await chooseScorePort(environment) : null;
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
      ...describeProgram(program, variables),
      environment:
        scorePort === null ? variables : { ...variables, SCORE_SERVICE_PORT: String(scorePort) },
      logFile: null,
    });
    if (scorePort !== null) console.log(greetScoreService(environment, scorePort));
    const fault = await Promise.race([stop.requested, database.failed]);
    await service.stop();
    if (fault instanceof StartFault) {
      throw fault;
    }
  } finally {
    await database.stop();
  }
}

function describeProgram(program: Program, variables: NodeJS.ProcessEnv) {
  switch (program) {
    case "web":
      return { name: "web server", words: webWords("start", variables) };
    case "worker":
      return { name: "worker", words: workerWords() };
    case "score-service":
      return { name: "score service", words: scoreServiceWords() };
  }
}

function greetScoreService(environment: Environment, port: number): string {
  const host = findScoreServiceHost(environment);
  const address = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const who =
    environment.SCORE_SERVICE_TOKEN === undefined
      ? "SCORE_SERVICE_TOKEN is not set, so it answers this machine only, whatever SCORE_SERVICE_HOST says."
      : "It answers whoever sends the token of SCORE_SERVICE_TOKEN.";
  return `\n  The score service starts at ${address} (docs/score-service.md).\n  ${who}\n`;
}
