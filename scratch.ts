import { migrate } from "drizzle-orm/postgres-js/migrator";
import { sql } from "drizzle-orm";
import { connectDatabase } from "#db/client.ts";
import { users } from "#db/schema/users.ts";
import { projects, guidelines } from "#db/schema/projects.ts";
import { prompts } from "#db/schema/prompts.ts";
import { completions, models } from "#db/schema/completions.ts";
import { pairs } from "#db/schema/pairs.ts";
import { selectionPolicy, judgmentForm } from "#server/contracts/project-settings.ts";
import { serveNext } from "#server/services/serve-next.ts";
import { recordJudgment } from "#server/services/record-judgment.ts";
import { undoJudgment } from "#server/services/undo-judgment.ts";
import { listAnnotatorPoints, listModelPairCounts } from "#db/queries/leaderboards.ts";
const { db, close } = connectDatabase("postgres://postgres@127.0.0.1:5544/dev");
await migrate(db, { migrationsFolder: "drizzle" });
const slug = "p" + Date.now();
const [u] = await db.insert(users).values([{ email: slug + "@x.y", name: "Ann" }]).returning();
const [p] = await db.insert(projects).values({ slug, name: "P", form: judgmentForm.parse({}), policy: selectionPolicy.parse({}) }).returning();
await db.insert(guidelines).values({ projectId: p!.id, version: 1, markdown: "Hi" });
const ms = await db.insert(models).values([{ projectId: p!.id, name: "a" }, { projectId: p!.id, name: "b" }]).returning();
const N = Number(process.argv[2] ?? 20);
await db.execute(sql`insert into prompts (project_id, messages, content_hash, slice) select ${p!.id}, '[{"role":"user","content":"hi"}]'::jsonb, g::text, case when g % 10 = 0 then 'holdout'::slice else 'train'::slice end from generate_series(1, ${N}) g`);
await db.execute(sql`insert into completions (prompt_id, model_id, text, content_hash) select id, m, 'text '||m||' '||id, m||'-'||id from prompts, unnest(array[${ms[0]!.id}::bigint, ${ms[1]!.id}::bigint]) m where project_id=${p!.id}`);
await db.execute(sql`insert into pairs (project_id, prompt_id, first_id, second_id, slice, target_judgments, open_slots) select p.project_id, p.id, a.id, b.id, p.slice, 1, 1 from prompts p join completions a on a.prompt_id=p.id join completions b on b.prompt_id=p.id and a.id<b.id where p.project_id=${p!.id}`);
await db.execute(sql`analyze`);
const who = { projectId: p!.id, annotatorId: u!.id };
let t = performance.now();
let held = (await serveNext(db, { ...who, held: [], refill: false }));
console.log("take", performance.now() - t, held);
const queue = [...held.leases];
const times: number[] = [];
for (let i = 0; i < Math.min(N, 300) + 2; i++) {
  const cur = queue.shift(); if (!cur) break;
  t = performance.now();
  const input = { assignmentId: cur.assignmentId, idempotencyKey: crypto.randomUUID(), verdict: "left" as const, strength: null, timings: null, held: queue.map(q => q.assignmentId) };
  const o = await recordJudgment(db, { ...who, input });
  const n = await serveNext(db, { ...who, held: input.held, refill: true });
  times.push(performance.now() - t);
  if (i < 2) { console.log(o, await recordJudgment(db, { ...who, input }), await recordJudgment(db, { ...who, input: { ...input, idempotencyKey: crypto.randomUUID() } })); }
  queue.push(...n.leases);
  if (i === 3) { console.log("undo", await undoJudgment(db, who)); const r = await serveNext(db, { ...who, held: [], refill: false }); queue.splice(0, 9, ...r.leases); }
  if (n.idle) console.log(i, n.idle, n.judged);
}
times.sort((a, b) => a - b); console.log("p50", times[times.length >> 1], "p95", times[Math.floor(times.length * .95)]);
console.log(await listAnnotatorPoints(db, { projectId: p!.id, since: new Date(0) }), await listModelPairCounts(db, p!.id));
console.log(await db.execute(sql`select arm, policy, count(*), min(propensity), max(propensity), sum(1/propensity) from assignments where project_id=${p!.id} group by 1,2`));
await close();
