import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { bringUp, dataOf, type Running } from "./bring-up.ts";
import { StartFault } from "./start-fault.ts";

export type Supervision = {
  /** Settles when the server ended and could not be brought back. */
  readonly failed: Promise<StartFault>;
  readonly stop: () => Promise<void>;
};

const restartsMax = 8;
const calmMilliseconds = 60_000;

/** Brings the server back on the same port whenever it ends, so that open pools find it again. */
export function supervise(first: Running, onNotice: (sentence: string) => void): Supervision {
  let current = first;
  let isStopping = false;
  async function watch(): Promise<StartFault | null> {
    let restarts = 0;
    while (true) {
      const startedAt = Date.now();
      await current.server.exited;
      await current.release();
      if (isStopping) {
        return null;
      }
      restarts = Date.now() - startedAt > calmMilliseconds ? 1 : restarts + 1;
      if (restarts > restartsMax || !existsSync(dataOf(current.placement))) {
        return new StartFault(
          `PostgreSQL ended and does not stay up: see ${path.join(current.placement.folder, "server.log")}.`,
        );
      }
      onNotice("PostgreSQL ended unexpectedly and is being started again.");
      await delay((restarts - 1) * 500);
      try {
        current = await bringUp(current);
      } catch (error) {
        return asStartFault(error);
      }
      if (isStopping) {
        await current.server.stop();
      }
    }
  }
  const watching = watch();
  return {
    failed: watching.then((fault) => fault ?? new Promise<StartFault>(() => undefined)),
    async stop() {
      isStopping = true;
      await current.server.stop();
      await watching;
    },
  };
}

function asStartFault(error: unknown): StartFault {
  return error instanceof StartFault ? error : new StartFault(String(error), { cause: error });
}
