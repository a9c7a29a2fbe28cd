import type { Database } from "#db/client.ts";
import { listFirstScores } from "#db/queries/completion-scores.ts";
import {
  findRewardModelState,
  findServedModel,
  listServedModels,
  type ServedModelRow,
} from "#db/queries/served-models.ts";
import type { RewardModelBasis } from "#server/contracts/reward-model.ts";
import type { ModelDescription } from "#server/contracts/reward-protocol.ts";
import { isRelative, scoreServiceConfig } from "#server/contracts/score-service.ts";
import { decodeRewardModel } from "#server/core/reward/encode-reward-model.ts";
import {
  drawMemberDirections,
  type MemberDirections,
} from "#server/core/reward/ensemble-members.ts";
import { featureCount, featureVersion } from "#server/core/reward/features.ts";
import { centreOutside, countOutsideColumns } from "#server/core/reward/outside-columns.ts";
import { scoreWorth } from "#server/core/reward/outside-doubt.ts";
import {
  type PreparedRewardModel,
  prepareRewardModel,
} from "#server/core/reward/predict-reward.ts";
import { totalWidth } from "#server/core/reward/reward-model.ts";
import { unitsScannedMax } from "#server/core/reward/scan-text.ts";
import { Conflict, NotFound, Unavailable } from "#server/errors.ts";
import { logger } from "#server/logger.ts";
import type { AskOutside, OutsideAnswer, OutsideSource } from "./ask-outside.ts";
import type { ReadConversation } from "./read-conversation.ts";
import { countMembers, readOutside } from "./read-outside.ts";

/** A stored version of a project's reward model, ready to score. */
export type ServedModel = {
  /** What was asked for: a project's slug, or `slug@version`. */
  readonly id: string;
  /** Names the weights by their content. */
  readonly modelVersion: string;
  readonly prepared: PreparedRewardModel;
  /** As wide as the coordinates of a completion, those of an outside ensemble last. */
  readonly directions: MemberDirections;
  /** What it reads besides text; null where that is nothing. */
  readonly outside: ServedOutside | null;
};

type ServedOutside = {
  /** @throws Conflict or ScoreServiceFault, see {@link AskOutside} */
  readonly ask: (
    items: readonly ReadConversation[],
    signal: AbortSignal,
  ) => Promise<readonly OutsideAnswer[]>;
  /** Calibrated logits that one unit of its reward is worth. */
  readonly worth: number;
  /** Members that an ensemble has there; 0 without one. */
  readonly memberCount: number;
};

export type ServedModels = {
  /**
   * @throws NotFound, Conflict when this build cannot compute what the model reads, Unavailable when
   *   the database does not answer
   */
  readonly find: (id: string) => Promise<ServedModel>;
  /** The live model of every project that has one to be scored with. @throws Unavailable */
  readonly list: () => Promise<ModelDescription[]>;
  /** A sentence on why nothing can be scored, or null when something can. @throws Unavailable */
  readonly findHindrance: () => Promise<string | null>;
};

export const servedItemsMax = 512;
const ensembleMembers = 64;
const listedMax = 1000;
/** About a megabyte each; more projects than this take turns. */
const keptMax = 32;
/** Completions whose mean is the centre of outside columns; the first, so that it stays the same. */
const centredOn = 1000;

/** Models by id. Which version is live is read anew for every request, weights only once. */
export function openServedModels(db: Database, askOutside: AskOutside): ServedModels {
  const kept = new Map<string, Promise<LoadedModel>>();
  async function load(row: ServedModelRow): Promise<LoadedModel> {
    // The same weights may rest on another model of the outside service.
    const key = JSON.stringify([row.projectId, row.contentHash, row.basis]);
    const loading = kept.get(key) ?? loadModel(db, row, askOutside);
    // The one that was used last goes to the end, so that the first is the one to drop.
    kept.delete(key);
    kept.set(key, loading);
    for (const oldest of kept.keys()) {
      if (kept.size <= keptMax) break;
      kept.delete(oldest);
    }
    loading.catch(() => kept.delete(key));
    return await loading;
  }
  return {
    async find(id) {
      const row = await orUnavailable(findServedModel(db, parseModelId(id)));
      if (row === null) throw new NotFound(`There is no model ${JSON.stringify(id)}.`);
      const reason = whyNotServable(row);
      if (reason !== null) throw notServable(row, reason);
      return { id, modelVersion: versionOf(row), ...(await load(row)) };
    },
    async list() {
      const rows = await orUnavailable(listServedModels(db, listedMax));
      return rows.filter((row) => whyNotServable(row) === null).map(describeModel);
    },
    async findHindrance() {
      const rows = await orUnavailable(listServedModels(db, listedMax));
      const reasons = rows.map((row) => whyNotServable(row));
      if (reasons.includes(null)) return null;
      return rows.length === 0
        ? "No project has a fitted reward model yet; judge some pairs first."
        : notServable(rows[0], reasons[0] ?? "").message;
    },
  };
}

/**
 * Without the models that ask an outside service: an installation that learned on top of one of
 * those, its own among them, could close a ring in which each question asks the next.
 */
export function withoutOutside(models: ServedModels): ServedModels {
  return {
    ...models,
    async find(id) {
      const model = await models.find(id);
      if (model.outside === null) return model;
      throw new Conflict(
        `The model ${id} asks an outside score service itself, so no project may learn on top of it; learn on top of that service.`,
      );
    },
  };
}

/** Null when all that it reads can be had for any text. */
function whyNotServable({ basis, service }: ServedModelRow): string | null {
  if (basis === null) return null;
  if (service?.id !== basis.serviceId) {
    return "learned on top of an outside score service that is not registered any more";
  }
  return isRelative(scoreServiceConfig.parse(service.config))
    ? "learned on top of a judge whose rewards only fit together within one prompt"
    : null;
}

type LoadedModel = Pick<ServedModel, "prepared" | "directions" | "outside">;

async function loadModel(
  db: Database,
  row: ServedModelRow,
  askOutside: AskOutside,
): Promise<LoadedModel> {
  const state = await orUnavailable(findRewardModelState(db, row));
  if (state === null) throw new NotFound(`The model ${row.slug} has just been removed.`);
  const model = decodeRewardModel(state);
  const width = totalWidth(model.groups);
  if (model.featureVersion !== featureVersion || width !== inputWidth(row)) {
    throw notServable(row, "reads text features of another release");
  }
  const seed = Number.parseInt(row.contentHash.slice(0, 8), 16);
  const draw = (columns: number) =>
    drawMemberDirections({ members: ensembleMembers, width: columns, seed });
  const { projectId, basis } = row;
  if (basis === null) {
    return { prepared: prepareRewardModel(model), directions: draw(width), outside: null };
  }
  const { centres, memberCount } = await orUnavailable(describeOutside(db, basis));
  const source: OutsideSource = { projectId, basis };
  return {
    prepared: prepareRewardModel(centreOutside(model, centres)),
    directions: draw(width + memberCount),
    outside: {
      ask: (items, signal) => askOutside(source, items, signal),
      worth: basis.hasScore ? scoreWorth(model) : 0,
      memberCount,
    },
  };
}

/** What the outside columns are usually like. */
async function describeOutside(
  db: Database,
  basis: RewardModelBasis,
): Promise<{ readonly centres: Float64Array; readonly memberCount: number }> {
  const { serviceId, serviceModelVersion: modelVersion } = basis;
  const stored = await listFirstScores(db, { serviceId, modelVersion }, centredOn);
  const rows = stored.flatMap((one) => readOutside(one, basis) ?? []);
  const centres = new Float64Array(countOutsideColumns(basis));
  for (const { columns } of rows) {
    for (const [k, value] of columns.entries()) centres[k] += value / rows.length;
  }
  return { centres, memberCount: countMembers(rows.map(({ doubt }) => doubt)) };
}

function inputWidth({ basis }: Pick<ServedModelRow, "basis">): number {
  return featureCount + (basis === null ? 0 : countOutsideColumns(basis));
}

function notServable({ slug, version }: ServedModelRow, reason: string): Conflict {
  return new Conflict(
    `Version ${version} of ${slug} ${reason}, so it cannot be served; name another version as ${slug}@version.`,
  );
}

/** `slug` or `slug@version`, in the letters that slugs are made of. */
function parseModelId(id: string): { slug: string; version: number | null } {
  const parts = /^([a-z0-9-]{1,200})(?:@([1-9]\d{0,8}))?$/.exec(id);
  if (parts === null) {
    throw new NotFound(`${JSON.stringify(id)} is no model: write slug, or slug@version.`);
  }
  return { slug: parts[1], version: parts[2] === undefined ? null : Number(parts[2]) };
}

function versionOf(row: ServedModelRow): string {
  return `sha256:${row.contentHash}`;
}

function describeModel(row: ServedModelRow): ModelDescription {
  return {
    id: row.slug,
    object: "model",
    kind: "reward",
    version: versionOf(row),
    base_model: `tiebreak-text-features-${featureVersion}`,
    trained_on: { dataset: row.slug, version: `judgment ${row.sequenceMax}` },
    scale: "bt_logit",
    uncertainty: "laplace",
    n_members: ensembleMembers,
    embedding_dim: inputWidth(row),
    max_input_tokens: unitsScannedMax,
    max_batch: servedItemsMax,
    chat_template_sha256: null,
  };
}

async function orUnavailable<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    logger.error({ err: error }, "the models cannot be read from the database");
    throw new Unavailable("The database does not answer, so no model can be found now.", {
      cause: error,
    });
  }
}
