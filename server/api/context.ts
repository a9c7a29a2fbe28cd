import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import type { ApiContext } from "#server/api/trpc.ts";
import { clientAddressOf } from "#server/auth/client-address.ts";
import { getViewer } from "#server/auth/get-viewer.ts";
import { getDatabase } from "#server/runtime.ts";

/** Who asks, from where, and with what: read anew for every request. */
export async function createApiContext(): Promise<ApiContext> {
  return {
    db: getDatabase(),
    viewer: await getViewer(),
    requestId: randomUUID(),
    clientAddress: clientAddressOf(await headers()),
  };
}
