import type { Database } from "#db/client.ts";
import { type DeadPair, listTextSizes, listTextsOf } from "#db/queries/import-content.ts";
import { type DeadPairReason, findDeadPairs } from "#server/core/reward/dead-pairs.ts";

/** Bytes of text held in memory at once, unless a single prompt has more. */
const batchBytes = 8_000_000;

/** What a manager reads of it. */
const reasonWords = {
  identical: "The two responses are identical.",
  "near-identical": "The two responses are nearly identical.",
  "one is empty": "One of the two responses is empty.",
} as const satisfies Record<DeadPairReason, string>;

/**
 * The pairs of responses of some prompts that are not worth comparing. Texts never change, so that a
 * pair which is alive when it is formed stays so.
 */
export async function findDeadResponses(
  tx: Database,
  promptIds: readonly number[],
): Promise<DeadPair[]> {
  const dead: DeadPair[] = [];
  for (const batch of cutBatches(await listTextSizes(tx, promptIds))) {
    const rows = await listTextsOf(tx, batch);
    for (const responses of groupByPrompt(rows)) {
      for (const pair of findDeadPairs(responses.map((row) => row.text))) {
        const { first, second, reason } = pair;
        dead.push({
          firstId: responses[first].id,
          secondId: responses[second].id,
          reason: reasonWords[reason],
        });
      }
    }
  }
  return dead;
}

function cutBatches(sizes: Awaited<ReturnType<typeof listTextSizes>>): readonly number[][] {
  const batches: number[][] = [];
  let room = 0;
  for (const { promptId, bytes } of sizes) {
    room -= bytes;
    const batch = batches.at(-1);
    if (batch !== undefined && room >= 0) {
      batch.push(promptId);
      continue;
    }
    batches.push([promptId]);
    room = batchBytes - bytes;
  }
  return batches;
}

type Response = Awaited<ReturnType<typeof listTextsOf>>[number];

/** Rows come by prompt. */
function groupByPrompt(rows: readonly Response[]): readonly (readonly Response[])[] {
  const groups: Response[][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    if (group?.[0].promptId === row.promptId) group.push(row);
    else groups.push([row]);
  }
  return groups;
}
