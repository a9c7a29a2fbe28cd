import { once } from "node:events";
import { findScoreServiceHost, readEnvironment } from "#server/env.ts";
import { logger } from "#server/logger.ts";
import { openDatabase } from "#server/runtime.ts";
import { serveScoreApi } from "#server/score-api/serve-score-api.ts";
import { openOutside } from "#server/services/ask-outside.ts";
import { openServedModels } from "#server/services/open-served-models.ts";
import { getWorkerScoreTools } from "#server/worker-runtime.ts";

/** Below the patience of whoever started it, which kills after fifteen seconds. */
const stopSeconds = 10;

/**
 * The process that answers reward/1 with the reward models of all projects. It only reads, so any
 * number of them may run beside each other.
 */
async function serve(): Promise<void> {
  const environment = readEnvironment();
  const connection = openDatabase();
  const { tools, end } = getWorkerScoreTools();
  const outside = openOutside(connection.db, tools);
  const api = serveScoreApi({
    models: openServedModels(connection.db, outside.ask),
    token: environment.SCORE_SERVICE_TOKEN ?? null,
  });
  const stopRequested = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  const host = findScoreServiceHost(environment);
  api.server.listen(environment.SCORE_SERVICE_PORT, host);
  await once(api.server, "listening");
  logger.info({ address: api.server.address() }, "score service started");
  await stopRequested;
  await api.stop(stopSeconds);
  await outside.close();
  end();
  await connection.close();
}

await serve();
