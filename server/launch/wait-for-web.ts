import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { StartFault } from "#db/embedded/start-fault.ts";
import type { ChildService } from "./child-service.ts";

const waitSeconds = 120;
const deathsMax = 3;

/** Waits until this launch's own web server answers: another program may hold the port by now. */
export async function waitForWeb(wait: {
  readonly host: string;
  readonly port: number;
  readonly instance: string;
  readonly web: ChildService;
  readonly signal: AbortSignal;
}): Promise<void> {
  const deadline = Date.now() + waitSeconds * 1000;
  while (Date.now() < deadline) {
    wait.signal.throwIfAborted();
    if (wait.web.deaths() >= deathsMax) {
      throw new StartFault(
        "The web server ends as soon as it starts: what it wrote (here, or to web.log in the data folder's logs) says why.",
      );
    }
    if (await answers(wait)) {
      return;
    }
    await delay(100);
  }
  throw new StartFault(`The web server did not answer on port ${wait.port} for ${waitSeconds} s.`);
}

const readiness = z.object({ instance: z.string().nullable() });

async function answers(web: {
  readonly host: string;
  readonly port: number;
  readonly instance: string;
}): Promise<boolean> {
  try {
    const response = await fetch(`http://${reach(web.host)}:${web.port}/api/ready`, {
      redirect: "manual",
      signal: AbortSignal.timeout(30_000),
    });
    const answer = readiness.safeParse(await response.json());
    return response.ok && answer.data?.instance === web.instance;
  } catch {
    // Not listening yet, or not ours.
    return false;
  }
}

/** A server that listens on every address answers on the loopback one, too. */
function reach(host: string): string {
  if (host === "0.0.0.0" || host === "::") {
    return "127.0.0.1";
  }
  return host.includes(":") ? `[${host}]` : host;
}
