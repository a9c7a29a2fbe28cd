import path from "node:path";
import { pathToFileURL } from "node:url";
import { checkout } from "./folders.ts";
import type { Mode } from "./launch-product.ts";

/** What web and worker are told, whichever way they are started. */
export function childEnvironment(settings: {
  readonly mode: Mode;
  readonly secret: string;
  readonly port: number;
  readonly origin: string;
  readonly databaseUrl: string;
  readonly instance: string;
}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: settings.mode === "dev" ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: settings.databaseUrl,
    NEXTAUTH_URL: settings.origin,
    NEXTAUTH_SECRET: settings.secret,
    PORT: String(settings.port),
    TIEBREAK_INSTANCE: settings.instance,
    TIEBREAK_LAUNCHER: String(process.pid),
  };
}

const endWithLauncher = pathToFileURL(path.join(import.meta.dirname, "end-with-launcher.mjs")).href;

export function webWords(mode: Mode, variables: NodeJS.ProcessEnv): string[] {
  const next = path.join(checkout, "node_modules", "next", "dist", "bin", "next");
  const address = [
    "--port",
    variables["PORT"] ?? "3000",
    "--hostname",
    variables["HOST"] ?? "127.0.0.1",
  ];
  return ["--import", endWithLauncher, next, mode === "dev" ? "dev" : "start", ...address];
}

export function workerWords(): string[] {
  return ["--import", endWithLauncher, "--import", "tsx", path.join("server", "worker.ts")];
}

export function scoreServiceWords(): string[] {
  return ["--import", endWithLauncher, "--import", "tsx", path.join("server", "score-service.ts")];
}
