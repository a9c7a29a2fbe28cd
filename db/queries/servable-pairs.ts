import { and, count, desc, eq, inArray, ne, notExists, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { gold } from "#db/schema/gold.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs, queueEntries } from "#db/schema/pairs.ts";
import type { Slice } from "#server/contracts/vocabulary.ts";
import { isCurrent } from "./judgments.ts";
import { isOpen, noPairs, type OpenPairs } from "./open-pairs.ts";

type Taker = { readonly projectId: string; readonly annotatorId: string };

/** A pair locked for one annotator, and how likely the rule was to choose it. */
export type ChosenPair = {
  readonly pairId: number;
  readonly policy: string;
  readonly probability: number;
  readonly modelVersion: number | null;
};

/** Looked up at most for one draw by id; with more, sorting what is left is cheaper. */
const drawsMax = 2048;

/**
 * Counts what could be served to an annotator, exactly and without reading the pairs: the tally of
 * open pairs less those of them that the annotator has had.
 */
export async function countServablePairs(
  db: Database,
  { projectId, annotatorId }: Taker,
): Promise<Readonly<Record<Slice, OpenPairs>>> {
  const rows = await db.execute<{ slice: Slice; count: number; min: string; max: string }>(sql`
    with own as (
      select pairs.slice, count(*) as pairs
      from assignments join pairs on pairs.id = assignments.pair_id
      where assignments.annotator_id = ${annotatorId} and assignments.project_id = ${projectId}
        and assignments.state in ('leased', 'judged', 'skipped') and assignments.repeat_index = 0
        and ${isOpen}
      group by pairs.slice
    )
    select t.slice, min(t.id_min) as min, max(t.id_max) as max,
      (sum(t.change) - coalesce((select own.pairs from own where own.slice = t.slice), 0))::int
        as count
    from open_pair_tallies t
    where t.project_id = ${projectId}
    group by t.slice`);
  const of = (slice: Slice): OpenPairs => {
    const row = rows.find((one) => one.slice === slice);
    if (row === undefined) return noPairs;
    return { count: Math.max(0, row.count), idMin: Number(row.min), idMax: Number(row.max) };
  };
  return { train: of("train"), holdout: of("holdout") };
}

/**
 * Locks a pair of a slice, drawn uniformly and anew each time. Pairs that another transaction holds
 * at this instant are passed over.
 */
export async function lockUniformPair(
  db: Database,
  params: Taker & { readonly slice: Slice; readonly servable: OpenPairs },
): Promise<ChosenPair | null> {
  const pairId = (await lockDrawnPair(db, params)) ?? (await lockShuffledPair(db, params));
  return pairId === null ? null : uniformChoice(pairId, params.servable.count);
}

/**
 * Draws ids between the bounds until one can be served, which makes every pair that can be served
 * equally likely, whatever lies between. Null when so few can be served that none came up.
 */
async function lockDrawnPair(
  db: Database,
  params: Taker & { readonly slice: Slice; readonly servable: OpenPairs },
): Promise<number | null> {
  const { count: servable, idMin, idMax } = params.servable;
  const span = idMax - idMin + 1;
  // All of them miss once in e⁸, about 3,000, times.
  const draws = Math.ceil((8 * span) / Math.max(1, servable));
  if (draws > drawsMax) return null;
  const drawn = db.$with("drawn").as(
    db
      .select({
        place: sql<number>`place`.as("place"),
        id: sql<number>`${idMin}::bigint + floor(random() * ${span})::bigint`.as("drawn_id"),
      })
      .from(sql`generate_series(1, ${draws}::int) as place`),
  );
  const rows = await db
    .with(drawn)
    .select({ pairId: pairs.id })
    .from(drawn)
    .innerJoin(pairs, eq(pairs.id, drawn.id))
    .where(isServable(db, params))
    .orderBy(drawn.place)
    .limit(1)
    .for("update", { of: pairs, skipLocked: true });
  return rows.at(0)?.pairId ?? null;
}

async function lockShuffledPair(
  db: Database,
  params: Taker & { readonly slice: Slice },
): Promise<number | null> {
  const rows = await db
    .select({ pairId: pairs.id })
    .from(pairs)
    .where(isServable(db, params))
    .orderBy(sql`random()`)
    .limit(1)
    .for("update", { skipLocked: true });
  return rows.at(0)?.pairId ?? null;
}

/**
 * Locks a queued pair, its prompt drawn anew in proportion to the weights of the prompts that can
 * be served: the smallest of exponential times with these rates is theirs with that probability.
 */
export async function lockQueuedPair(db: Database, params: Taker): Promise<ChosenPair | null> {
  const servable = and(
    eq(queueEntries.projectId, params.projectId),
    isServable(db, { ...params, slice: "train" }),
  );
  const totals = await db
    .select({ weight: sql<number>`coalesce(sum(${queueEntries.promptWeight}), 0)`.mapWith(Number) })
    .from(queueEntries)
    .innerJoin(pairs, eq(pairs.id, queueEntries.pairId))
    .where(servable);
  const rows = await db
    .select({
      pairId: pairs.id,
      policy: queueEntries.policy,
      weight: queueEntries.weight,
      promptWeight: queueEntries.promptWeight,
      modelVersion: queueEntries.modelVersion,
    })
    .from(queueEntries)
    .innerJoin(pairs, eq(pairs.id, queueEntries.pairId))
    .where(servable)
    .orderBy(sql`-ln(1 - random()) / ${queueEntries.promptWeight}`)
    .limit(1)
    .for("update", { of: pairs, skipLocked: true });
  const row = rows.at(0);
  if (row === undefined) return null;
  const { weight, promptWeight, ...chosen } = row;
  // What others took or gave back between the two statements must not make a chance above one.
  const total = Math.max(promptWeight, totals.at(0)?.weight ?? promptWeight);
  return { ...chosen, probability: weight / total };
}

export async function countGoldPairs(db: Database, params: Taker): Promise<number> {
  const rows = await db
    .select({ pairs: count() })
    .from(gold)
    .innerJoin(pairs, eq(pairs.id, gold.pairId))
    .where(isServableGold(db, params));
  return rows.at(0)?.pairs ?? 0;
}

/** A gold pair that the annotator has not had, drawn uniformly from `servable` of them. */
export async function lockGoldPair(
  db: Database,
  params: Taker & { readonly servable: number },
): Promise<ChosenPair | null> {
  const rows = await db
    .select({ pairId: pairs.id })
    .from(gold)
    .innerJoin(pairs, eq(pairs.id, gold.pairId))
    .where(isServableGold(db, params))
    .orderBy(sql`random()`)
    .limit(1)
    // Gold has no slots to count, so that several annotators may be given one pair at once.
    .for("key share", { of: pairs, skipLocked: true });
  const row = rows.at(0);
  return row === undefined ? null : uniformChoice(row.pairId, params.servable);
}

type Repeats = Taker & {
  /** Own judgments that must lie between the first answer and the second. */
  readonly gap: number;
  /** How many judgments before those are looked back at. */
  readonly reach: number;
};

export async function countRepeatablePairs(db: Database, params: Repeats): Promise<number> {
  const rows = await db.select({ pairs: count() }).from(pairs).where(isRepeatable(db, params));
  return rows.at(0)?.pairs ?? 0;
}

/** A pair that the annotator judged a while ago and once only, drawn uniformly. */
export async function lockRepeatablePair(
  db: Database,
  params: Repeats & { readonly servable: number },
): Promise<ChosenPair | null> {
  const rows = await db
    .select({ pairId: pairs.id })
    .from(pairs)
    .where(isRepeatable(db, params))
    .orderBy(sql`random()`)
    .limit(1)
    .for("key share", { of: pairs, skipLocked: true });
  const row = rows.at(0);
  return row === undefined ? null : uniformChoice(row.pairId, params.servable);
}

function uniformChoice(pairId: number, servable: number): ChosenPair {
  return { pairId, policy: "uniform", probability: 1 / Math.max(1, servable), modelVersion: null };
}

/** True for the pairs that an annotator has never had on the screen and given up or answered. */
export function notTakenBy(db: Database, annotatorId: string, repeatIndex = 0): SQL {
  const own = db
    .select({ one: sql`1` })
    .from(assignments)
    .where(
      and(
        eq(assignments.annotatorId, annotatorId),
        eq(assignments.pairId, pairs.id),
        eq(assignments.repeatIndex, repeatIndex),
        inArray(assignments.state, ["leased", "judged", "skipped"]),
      ),
    );
  return notExists(own);
}

function isServable(db: Database, params: Taker & { readonly slice: Slice }): SQL | undefined {
  return and(
    eq(pairs.projectId, params.projectId),
    eq(pairs.slice, params.slice),
    isOpen,
    notTakenBy(db, params.annotatorId),
  );
}

function isServableGold(db: Database, params: Taker): SQL | undefined {
  return and(
    eq(gold.projectId, params.projectId),
    eq(gold.use, "work"),
    ne(pairs.status, "dead"),
    notTakenBy(db, params.annotatorId),
  );
}

function isRepeatable(db: Database, params: Repeats): SQL | undefined {
  const { projectId, annotatorId, gap, reach } = params;
  const earlier = db
    .select({ pairId: judgments.pairId, repeatIndex: judgments.repeatIndex })
    .from(judgments)
    .where(
      and(eq(judgments.projectId, projectId), eq(judgments.annotatorId, annotatorId), isCurrent),
    )
    .orderBy(desc(judgments.sequence))
    .offset(gap)
    .limit(reach)
    .as("earlier");
  const first = db
    .select({ pairId: earlier.pairId })
    .from(earlier)
    .where(eq(earlier.repeatIndex, 0));
  return and(
    inArray(pairs.id, first),
    eq(pairs.isGold, false),
    ne(pairs.status, "dead"),
    notTakenBy(db, annotatorId, 1),
  );
}
