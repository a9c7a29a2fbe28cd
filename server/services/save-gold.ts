import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { findPairInFull, upsertGold } from "#db/queries/gold.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import type { SaveGoldInput } from "#server/contracts/gold.ts";
import { Invalid, NotFound } from "#server/errors.ts";

/**
 * Gives a pair a known answer. Pairs of the hold-out slice stay out of it, as they would no longer
 * be served uniformly.
 * @throws NotFound for a pair of another project, Invalid where the answer cannot be given here
 */
export async function saveGold(
  db: Database,
  params: { readonly projectId: string; readonly actorId: string; readonly input: SaveGoldInput },
): Promise<void> {
  const { projectId, actorId, input } = params;
  await db.transaction(async (tx) => {
    const pair = await findPairInFull(tx, { projectId, pairId: input.pairId });
    if (pair === null) throw new NotFound("There is no such pair in this project.");
    if (pair.slice === "holdout")
      throw new Invalid("Pairs of the hold-out slice stay as they are.");
    const { form } = await getProjectSettings(tx, projectId);
    const isDecisive = input.verdict === "first" || input.verdict === "second";
    if (input.strengthMin !== null && (!isDecisive || input.strengthMin > form.strengthLevels)) {
      throw new Invalid(
        "The least strength must be one that the form offers for a preferred side.",
      );
    }
    if (input.verdict === "tie" && !form.hasTie) throw new Invalid("This project takes no ties.");
    if (input.verdict === "both_bad" && !form.hasBothBad) {
      throw new Invalid("This project does not take “both bad”.");
    }
    await upsertGold(tx, { ...input, projectId, createdBy: actorId });
    const detail = { pairId: input.pairId, use: input.use, verdict: input.verdict };
    await insertAuditEvent(tx, { projectId, actorId, action: "gold.saved", detail });
  });
}
