import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { openPairTallies, pairs } from "#db/schema/pairs.ts";
import type { Slice } from "#server/contracts/vocabulary.ts";

/** What may be served as ordinary work; the literals let the planner use the partial index. */
export const isOpen = sql`${pairs.status} = 'open' and ${pairs.openSlots} > 0 and not ${pairs.isGold}`;

/** How many pairs of a slice are open, and the bounds of their ids. */
export type OpenPairs = { readonly count: number; readonly idMin: number; readonly idMax: number };

/** A slice without a tally. */
export const noPairs: OpenPairs = { count: 0, idMin: 0, idMax: 0 };

export async function countOpenPairs(
  db: Database,
  params: { readonly projectId: string; readonly slice: Slice },
): Promise<OpenPairs> {
  const { projectId, slice, change, idMin, idMax } = openPairTallies;
  const rows = await db
    .select({
      count: sql<number>`sum(${change})`.mapWith(Number),
      idMin: sql<number>`min(${idMin})`.mapWith(Number),
      idMax: sql<number>`max(${idMax})`.mapWith(Number),
    })
    .from(openPairTallies)
    .where(and(eq(projectId, params.projectId), eq(slice, params.slice)))
    .groupBy(slice);
  return rows.at(0) ?? noPairs;
}

/** Ids looked up at most; where more would be needed, few pairs are open and all are read. */
const drawsMax = 65_536;

/** Prompts, and the chance with which a prompt that has so many open pairs came among them. */
export type SampledPrompts = {
  readonly promptIds: readonly number[];
  readonly chanceOf: (openPairs: number) => number;
};

/**
 * Prompts of about `wanted` open pairs that are drawn uniformly, in no order; all prompts with an
 * open pair where there are few. Reads what it draws and not the project.
 */
export async function sampleOpenPrompts(
  db: Database,
  params: {
    readonly projectId: string;
    readonly slice: Slice;
    readonly open: OpenPairs;
    readonly wanted: number;
  },
): Promise<SampledPrompts> {
  const { open, wanted } = params;
  const span = open.idMax - open.idMin + 1;
  const draws = Math.ceil((wanted * span) / Math.max(1, open.count));
  const isWhole = open.count <= wanted || draws > drawsMax;
  const where = and(
    eq(pairs.projectId, params.projectId),
    eq(pairs.slice, params.slice),
    isOpen,
    isWhole ? undefined : drawnIds({ ...open, span, draws }),
  );
  const rows = await db.selectDistinct({ promptId: pairs.promptId }).from(pairs).where(where);
  return {
    promptIds: rows.map((row) => row.promptId),
    chanceOf: (openPairs) => (isWhole ? 1 : 1 - (1 - openPairs / span) ** draws),
  };
}

function drawnIds(params: {
  readonly idMin: number;
  readonly span: number;
  readonly draws: number;
}) {
  return sql`${pairs.id} in (
    select ${params.idMin}::bigint + floor(random() * ${params.span})::bigint
    from generate_series(1, ${params.draws}::int))`;
}

/** A tally is folded once a project has this many rows, which still add up in a fraction of a ms. */
const tallyRowsMax = 64;

/**
 * Folds the tallies of open pairs to one row a slice. Rows that another worker holds are left to
 * it; readers see the rows or their sum, never both.
 */
export async function foldOpenPairTallies(db: Database): Promise<void> {
  await db.execute(sql`
    with folded as (
      delete from open_pair_tallies where id in (
        select id from open_pair_tallies
        where project_id in (
          select project_id from open_pair_tallies group by project_id
          having count(*) > ${tallyRowsMax}
        )
        for update skip locked
      )
      returning *
    )
    insert into open_pair_tallies (project_id, slice, change, id_min, id_max)
    select project_id, slice, sum(change), min(id_min), max(id_max) from folded group by 1, 2`);
}
