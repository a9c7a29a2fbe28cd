import { readEnvironment } from "#server/env.ts";
import { getDatabase } from "#server/runtime.ts";
import { isDatabaseReady } from "#server/services/is-database-ready.ts";

/** The database answers, so this process can serve; whoever started it knows it by its instance. */
export async function GET(): Promise<Response> {
  const instance = readEnvironment().TIEBREAK_INSTANCE ?? null;
  const isReady = await isDatabaseReady(getDatabase);
  return Response.json(
    { status: isReady ? "ready" : "database unreachable", instance },
    { status: isReady ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}

export const dynamic = "force-dynamic";
