import { connectDatabase, type Database, type DatabaseConnection } from "#db/client.ts";
import type { ReadRows } from "#server/adapters/importers/import-row.ts";
import { readRows } from "#server/adapters/importers/read-rows.ts";
import { openScoreAdapter } from "#server/adapters/score-services/open-score-adapter.ts";
import { findMisplaced } from "#server/adapters/score-services/probe/find-misplaced.ts";
import { recheckScoreService } from "#server/adapters/score-services/probe/recheck-score-service.ts";
import { probeScoreService } from "#server/adapters/score-services/probe-score-service.ts";
import { readEnvironment } from "#server/env.ts";
import { Unavailable } from "#server/errors.ts";
import type { ScoreTools } from "#server/services/score-tools.ts";

declare global {
  /** On the global object, because development reloads modules but must not reopen pools. */
  var tiebreakDatabase: Database | undefined;
}

/** The database of a web process. */
export function getDatabase(): Database {
  globalThis.tiebreakDatabase ??= openDatabase().db;
  return globalThis.tiebreakDatabase;
}

/** A connection that its owner closes. */
export function openDatabase(connectionsMax?: number): DatabaseConnection {
  const url = readEnvironment().DATABASE_URL;
  if (url === undefined) throw new Unavailable("DATABASE_URL is not set; see the README.");
  return connectDatabase(url, connectionsMax);
}

/** Reads uploaded files; one place to put in limits of another size. */
export function getImportReader(): ReadRows {
  return readRows;
}

/** What it takes to ask outside score services. */
export function getScoreTools(): ScoreTools {
  const { SCORE_SERVICE_ALLOW: allow } = readEnvironment();
  return {
    open: openScoreAdapter,
    probe: probeScoreService,
    recheck: recheckScoreService,
    findMisplaced,
    allow,
    secret: readSecret,
  };
}

function readSecret(): string {
  const secret = readEnvironment().NEXTAUTH_SECRET;
  if (secret === undefined) throw new Unavailable("NEXTAUTH_SECRET is not set; see the README.");
  return secret;
}
