import { and, eq, inArray, sql } from "drizzle-orm";
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

const knownColumns = {
  id: completions.id,
  promptId: completions.promptId,
  modelId: completions.modelId,
  contentHash: completions.contentHash,
};

export type ReadyPair = { readonly chosenId: number; readonly rejectedId: number };
export type InsertedPair = { readonly firstId: number; readonly secondId: number };

type PairsOf = { readonly projectId: string; readonly targetJudgments: number };

/** Pairs that came with a preference, in canonical order; returns those that were not there yet. */
export async function insertReadyPairs(
  tx: Database,
  params: PairsOf & { readonly pairs: readonly ReadyPair[] },
): Promise<InsertedPair[]> {
  const candidates = sql`
    select least(chosen, rejected) as first_id, greatest(chosen, rejected) as second_id,
      case when chosen < rejected then 'first' else 'second' end as preference
    from json_to_recordset(${JSON.stringify(
      params.pairs.map(({ chosenId, rejectedId }) => ({ chosen: chosenId, rejected: rejectedId })),
    )}::json) as ready(chosen bigint, rejected bigint)`;
  return await insertCandidates(tx, { ...params, candidates });
}

/**
 * Pairs of prompts by the project's policy. Completions of the models in `readyModels` came in
 * ready-made pairs and form no others.
 */
export async function insertPolicyPairs(
  tx: Database,
  params: PairsOf & {
    readonly promptIds: readonly number[];
    readonly pairing: PairingPolicy;
    readonly readyModels: readonly string[];
  },
): Promise<InsertedPair[]> {
  const readyModels = listOf(params.readyModels);
  const combinations = sql`
    select a.id as first_id, b.id as second_id, a.prompt_id, null::text as preference,
      ma.name as first_model, mb.name as second_model,
      a.content_hash as first_hash, b.content_hash as second_hash
    from completions a
    join completions b on b.prompt_id = a.prompt_id and b.id > a.id
    join models ma on ma.id = a.model_id and ma.name not in (${readyModels})
    join models mb on mb.id = b.model_id and mb.name not in (${readyModels})
    where a.prompt_id in (${listOf(params.promptIds)})`;
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
            least(first_hash || first_model collate "C", second_hash || second_model collate "C") ||
            greatest(first_hash || first_model collate "C", second_hash || second_model collate "C")
          )) as rank
          from (${combinations}) as combined where first_hash <> second_hash
        ) as ranked where rank <= ${pairing.pairs}::int`;
  }
}

/** Two texts that differ in white space only cannot be told apart, and are never served. */
async function insertCandidates(
  tx: Database,
  params: PairsOf & { readonly candidates: ReturnType<typeof sql> },
): Promise<InsertedPair[]> {
  const rows = await tx.execute<{ first_id: string; second_id: string }>(sql`
    with candidates as materialized (${params.candidates}),
    digests as materialized (
      select id, prompt_id, md5(btrim(regexp_replace(text, '\\s+', ' ', 'g'))) as digest
      from completions
      where id in (select first_id from candidates union select second_id from candidates)
    )
    insert into pairs (project_id, prompt_id, first_id, second_id, slice, target_judgments,
      open_slots, status, dead_reason, imported_preference)
    select ${params.projectId}, p.id, c.first_id, c.second_id, p.slice, ${params.targetJudgments}::int,
      ${params.targetJudgments}::int,
      (case when a.digest = b.digest then 'dead' else 'open' end)::pair_status,
      case when a.digest = b.digest then 'The two responses are identical.' end,
      c.preference
    from candidates c
    join digests a on a.id = c.first_id
    join digests b on b.id = c.second_id
    join prompts p on p.id = a.prompt_id
    order by c.first_id, c.second_id
    on conflict (first_id, second_id) do nothing
    returning first_id, second_id`);
  return rows.map((row) => ({ firstId: Number(row.first_id), secondId: Number(row.second_id) }));
}

function listOf(values: readonly (string | number)[]) {
  return sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
}
