import type { Database } from "#db/client.ts";
import { shortenLeases } from "#db/queries/lease-endings.ts";
import type { LeaveLeasesInput } from "#server/contracts/judgment.ts";
import type { Annotator } from "./serve-pairs.ts";

/** Long enough for a reload to come back, short enough that others need not wait. */
const graceSeconds = 30;

/** What a window does as it closes: its pairs are soon free for others. */
export async function leaveLeases(
  db: Database,
  params: Annotator & { readonly input: LeaveLeasesInput },
): Promise<void> {
  const { input, ...annotator } = params;
  await shortenLeases(db, { ...annotator, ...input, graceSeconds });
}
