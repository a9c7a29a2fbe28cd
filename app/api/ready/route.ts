import { getDatabase } from "#server/runtime.ts";
import { isDatabaseReady } from "#server/services/is-database-ready.ts";

/** The database answers, so this process can serve. */
export async function GET(): Promise<Response> {
  const isReady = await isDatabaseReady(getDatabase);
  return Response.json(
    { status: isReady ? "ready" : "database unreachable" },
    { status: isReady ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}

export const dynamic = "force-dynamic";
