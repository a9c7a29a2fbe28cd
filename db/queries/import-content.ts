import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { completions, models } from "#db/schema/completions.ts";
import { prompts } from "#db/schema/prompts.ts";
import type { PairingPolicy } from "#server/contracts/project-settings.ts";

const insertBatch = 1000;

export type NewPrompt = typeof prompts.$inferInsert;
export type NewCompletion = typeof completions.$inferInsert;
export type KnownCompletion = {
  readonly id: number;
  readonly promptId: number;
  readonly modelId: number;
  readonly contentHash: string;
};

/** Content hashes of those that were not there yet. */
export async function insertPrompts(tx: Database, values: readonly NewPrompt[]): Promise<string[]> {
  if (values.length === 0) return [];
  const rows = await tx
    .insert(prompts)
    .values([...values])
    .onConflictDoNothing()
    .returning({ contentHash: prompts.contentHash });
  return rows.map((row) => row.contentHash);
}

export async function findPromptIds(
  tx: Database,
  params: { readonly projectId: string; readonly contentHashes: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .select({ id: prompts.id, contentHash: prompts.contentHash })
    .from(prompts)
    .where(
      and(
        eq(prompts.projectId, params.projectId),
        inArray(prompts.contentHash, [...params.contentHashes]),
      ),
    );
  return new Map(rows.map((row) => [row.contentHash, row.id]));
}

/** Ids of the named models, which are made where they are missing. */
export async function ensureModels(
  tx: Database,
  params: { readonly projectId: string; readonly names: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  const { projectId, names } = params;
  if (names.length === 0) return new Map();
  await tx
    .insert(models)
    .values(names.map((name) => ({ projectId, name })))
    .onConflictDoNothing();
  const rows = await tx
    .select({ id: models.id, name: models.name })
    .from(models)
    .where(and(eq(models.projectId, projectId), inArray(models.name, [...names])));
  return new Map(rows.map((row) => [row.name, row.id]));
}

/** Those that were not there yet. */
export async function insertCompletions(
  tx: Database,
  values: readonly NewCompletion[],
): Promise<KnownCompletion[]> {
  const inserted: KnownCompletion[] = [];
  for (let start = 0; start < values.length; start += insertBatch) {
    const rows = await tx
      .insert(completions)
      .values(values.slice(start, start + insertBatch))
      .onConflictDoNothing()
      .returning(knownColumns);
    inserted.push(...rows);
  }
  return inserted;
}

export async function listCompletionsOf(
  tx: Database,
  promptIds: readonly number[],
): Promise<KnownCompletion[]> {
  if (promptIds.length === 0) return [];
  return await tx
    .select(knownColumns)
    .from(completions)
    .where(inArray(completions.promptId, [...promptIds]));
}

/** How many bytes the completions of each prompt have, by prompt; the texts are not read. */
export async function listTextSizes(tx: Database, promptIds: readonly number[]) {
  if (promptIds.length === 0) return [];
  return await tx
    .select({
      promptId: completions.promptId,
      bytes: sql<number>`sum(octet_length(${completions.text}))`.mapWith(Number),
    })
    .from(completions)
    .where(inArray(completions.promptId, [...promptIds]))
    .groupBy(completions.promptId)
    .orderBy(asc(completions.promptId));
}

/** The texts of some prompts' completions, by prompt. */
export async function listTextsOf(tx: Database, promptIds: readonly number[]) {
  if (promptIds.length === 0) return [];
  return await tx
    .select({ id: completions.id, promptId: completions.promptId, text: completions.text })
    .from(completions)
    .where(inArray(completions.promptId, [...promptIds]))
    .orderBy(asc(completions.promptId), asc(completions.id));
}

const knownColumns = {
  id: completions.id,
  promptId: completions.promptId,
  modelId: completions.modelId,
  contentHash: completions.contentHash,
};

export type ReadyPair = { readonly chosenId: number; readonly rejectedId: number };
export type InsertedPair = { readonly firstId: number; readonly secondId: number };
export type NewPair = InsertedPair & { readonly isDead: boolean };

/** Two completions, lower id first, that are not worth comparing, and why in words. */
export type DeadPair = InsertedPair & { readonly reason: string };

type PairsOf = {
  readonly projectId: string;
  readonly targetJudgments: number;
  readonly dead: readonly DeadPair[];
  /** The prompts that the pairs belong to; others are not looked at. */
  readonly promptIds: readonly number[];
};

/**
 * Keeps the planner from reading whole tables: it knows nothing yet of what this transaction has
 * added, and every statement of an import finds its rows by an index.
 */
export async function preferIndexes(tx: Database): Promise<void> {
  await tx.execute(sql`set local enable_seqscan = off`);
}

/** Pairs that came with a preference, in canonical order; returns those that were not there yet. */
export async function insertReadyPairs(
  tx: Database,
  params: PairsOf & { readonly pairs: readonly ReadyPair[] },
): Promise<NewPair[]> {
  const ready = params.pairs.map(({ chosenId, rejectedId }) => [chosenId, rejectedId]);
  const candidates = sql`
    select least(chosen, rejected) as first_id, greatest(chosen, rejected) as second_id,
      case when chosen < rejected then 'first' else 'second' end as preference
    from (
      select (pair ->> 0)::bigint as chosen, (pair ->> 1)::bigint as rejected
      from json_array_elements(${JSON.stringify(ready)}::json) as pair
    ) as ready`;
  return await insertCandidates(tx, { ...params, candidates });
}

/**
 * Pairs of prompts by the project's policy. Completions of the models in `readyModels` came in
 * ready-made pairs and form no others; what annotators improved is compared with its original only.
 */
export async function insertPolicyPairs(
  tx: Database,
  params: PairsOf & {
    readonly pairing: PairingPolicy;
    readonly readyModels: readonly string[];
  },
): Promise<NewPair[]> {
  const readyModels = listOf(params.readyModels);
  const combinations = sql`
    select a.id as first_id, b.id as second_id, a.prompt_id, null::text as preference,
      a.model as first_model, b.model as second_model,
      a.content_hash || a.model as first_key, b.content_hash || b.model as second_key
    from pool a
    join pool b on b.prompt_id = a.prompt_id and b.id > a.id
    where a.model not in (${readyModels}) and b.model not in (${readyModels})
      and a.edit_of is null and b.edit_of is null`;
  return await insertCandidates(tx, {
    ...params,
    candidates: chooseCombinations(combinations, params.pairing),
  });
}

function chooseCombinations(combinations: ReturnType<typeof sql>, pairing: PairingPolicy) {
  switch (pairing.kind) {
    case "all":
      return combinations;
    case "baseline":
      return sql`select * from (${combinations}) as combined
        where (first_model = ${pairing.model}) <> (second_model = ${pairing.model})`;
    case "per_prompt":
      // Ranked by content alone, so that any machine and any order of import picks the same pairs.
      return sql`select * from (
          select *, row_number() over (partition by prompt_id order by md5(
            least(first_key collate "C", second_key collate "C") ||
            greatest(first_key collate "C", second_key collate "C")
          )) as rank
          from (${combinations}) as combined
          where not exists (select 1 from dead where dead.first_id = combined.first_id
            and dead.second_id = combined.second_id)
        ) as ranked where rank <= ${pairing.pairs}::int`;
  }
}

/**
 * Inserts `candidates`, a query over `pool`, the completions of the prompts, and `dead`. Dead pairs
 * are kept with their reason and never served.
 */
async function insertCandidates(
  tx: Database,
  params: PairsOf & { readonly candidates: ReturnType<typeof sql> },
): Promise<NewPair[]> {
  if (params.promptIds.length === 0) return [];
  const target = sql`${params.targetJudgments}::int`;
  const dead = params.dead.map(({ firstId, secondId, reason }) => [firstId, secondId, reason]);
  const rows = await tx.execute<{ first_id: string; second_id: string; is_dead: boolean }>(sql`
    with pool as materialized (
      select c.id, c.prompt_id, c.content_hash, c.edit_of, m.name as model, p.slice
      from completions c
      join models m on m.id = c.model_id
      join prompts p on p.id = c.prompt_id
      where c.prompt_id in (${listOf(params.promptIds)})
    ),
    dead as materialized (
      select (pair ->> 0)::bigint as first_id, (pair ->> 1)::bigint as second_id,
        pair ->> 2 as reason
      from json_array_elements(${JSON.stringify(dead)}::json) as pair
    ),
    candidates as (${params.candidates})
    insert into pairs (project_id, prompt_id, first_id, second_id, slice, target_judgments,
      open_slots, status, dead_reason, imported_preference)
    select ${params.projectId}, a.prompt_id, c.first_id, c.second_id, a.slice, ${target}, ${target},
      (case when dead.reason is null then 'open' else 'dead' end)::pair_status, dead.reason,
      c.preference
    from candidates c
    join pool a on a.id = c.first_id
    left join dead on dead.first_id = c.first_id and dead.second_id = c.second_id
    order by c.first_id, c.second_id
    on conflict (first_id, second_id) do nothing
    returning first_id, second_id, status = 'dead' as is_dead`);
  return rows.map((row) => ({
    firstId: Number(row.first_id),
    secondId: Number(row.second_id),
    isDead: row.is_dead,
  }));
}

function listOf(values: readonly (string | number)[]) {
  return sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
}
