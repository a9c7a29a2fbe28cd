import { readFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { eq } from "drizzle-orm";
import { connectDatabase } from "#db/client.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import { projects } from "#db/schema/projects.ts";
import { selectionPolicyNames } from "#server/contracts/vocabulary.ts";
import { rankPairs } from "#server/services/rank-pairs.ts";

/**
 * Ranks one project a few times in a process of its own, as the worker does. Prints a line when it
 * begins, and at the end the seconds of each ranking and the peak of resident memory.
 */
const [url = "", projectId = "", wanted = "", rounds = "1"] = process.argv.slice(2);
const policyName = selectionPolicyNames.find((name) => name === wanted);
if (policyName === undefined) throw new Error(`there is no policy ${wanted}`);

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const { db, close } = connectDatabase(url);
const { policy } = await getProjectSettings(db, projectId);
await db
  .update(projects)
  .set({ policy: { ...policy, policyName } })
  .where(eq(projects.id, projectId));
console.log("ranking");
const seconds: number[] = [];
let queued = 0;
for (let round = 0; round < Number(rounds); round += 1) {
  const startedAt = performance.now();
  queued = await rankPairs(db, projectId);
  seconds.push((performance.now() - startedAt) / 1000);
}
await close();
console.log(JSON.stringify({ queued, seconds, peakBytes: readPeak() }));

function readPeak(): number {
  const line = readFileSync("/proc/self/status", "utf8").match(/^VmHWM:\s+(\d+) kB/m);
  if (line === null) throw new Error("the kernel does not report VmHWM; run this on Linux");
  return 1024 * Number(line[1]);
}
