import type { Database } from "#db/client.ts";
import {
  findRewardModelState,
  findServedModel,
  listServedModels,
  type ServedModelRow,
} from "#db/queries/served-models.ts";
import type { ModelDescription } from "#server/contracts/reward-protocol.ts";
import { decodeRewardModel } from "#server/core/reward/encode-reward-model.ts";
import {
  drawMemberDirections,
  type MemberDirections,
} from "#server/core/reward/ensemble-members.ts";
import { featureCount, featureVersion } from "#server/core/reward/features.ts";
import {
  type PreparedRewardModel,
  prepareRewardModel,
} from "#server/core/reward/predict-reward.ts";
import { totalWidth } from "#server/core/reward/reward-model.ts";
import { unitsScannedMax } from "#server/core/reward/scan-text.ts";
import { Conflict, NotFound, Unavailable } from "#server/errors.ts";
import { logger } from "#server/logger.ts";

/** A stored version of a project's reward model, ready to score. */
export type ServedModel = {
  /** What was asked for: a project's slug, or `slug@version`. */
  readonly id: string;
  /** Names the weights by their content. */
  readonly modelVersion: string;
  readonly prepared: PreparedRewardModel;
  readonly directions: MemberDirections;
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

/** Models by id. Which version is live is read anew for every request, weights only once. */
export function openServedModels(db: Database): ServedModels {
  const kept = new Map<string, Promise<LoadedModel>>();
  async function load(row: ServedModelRow): Promise<LoadedModel> {
    const known = kept.get(row.contentHash);
    const loading = known ?? loadModel(db, row);
    // The one that was used last goes to the end, so that the first is the one to drop.
    kept.delete(row.contentHash);
    kept.set(row.contentHash, loading);
    for (const oldest of kept.keys()) {
      if (kept.size <= keptMax) break;
      kept.delete(oldest);
    }
    loading.catch(() => kept.delete(row.contentHash));
    return await loading;
  }
  return {
    async find(id) {
      const row = await orUnavailable(findServedModel(db, parseModelId(id)));
      if (row === null) throw new NotFound(`There is no model ${JSON.stringify(id)}.`);
      return { id, modelVersion: versionOf(row), ...(await load(row)) };
    },
    async list() {
      const rows = await orUnavailable(listServedModels(db, listedMax));
      return rows.filter(readsTextAlone).map(describeModel);
    },
    async findHindrance() {
      const rows = await orUnavailable(listServedModels(db, listedMax));
      if (rows.some(readsTextAlone)) return null;
      return rows.length === 0
        ? "No project has a fitted reward model yet; judge some pairs first."
        : "Every fitted reward model learned on top of an outside score service or an encoder, and cannot be served from text alone.";
    },
  };
}

function readsTextAlone({ basis }: Pick<ServedModelRow, "basis">): boolean {
  return basis === null;
}

type LoadedModel = Pick<ServedModel, "prepared" | "directions">;

async function loadModel(db: Database, row: ServedModelRow): Promise<LoadedModel> {
  if (!readsTextAlone(row)) {
    throw notServable(row, "learned on top of an outside score service or an encoder");
  }
  const state = await orUnavailable(findRewardModelState(db, row));
  if (state === null) throw new NotFound(`The model ${row.slug} has just been removed.`);
  const model = decodeRewardModel(state);
  if (model.featureVersion !== featureVersion || totalWidth(model.groups) !== featureCount) {
    throw notServable(row, "reads text features of another release");
  }
  const seed = Number.parseInt(row.contentHash.slice(0, 8), 16);
  return {
    prepared: prepareRewardModel(model),
    directions: drawMemberDirections({ members: ensembleMembers, width: featureCount, seed }),
  };
}

function notServable({ slug, version }: ServedModelRow, reason: string): Conflict {
  return new Conflict(
    `Version ${version} of ${slug} ${reason}, so it cannot be served from text alone; name another version as ${slug}@version.`,
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
    embedding_dim: featureCount,
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
