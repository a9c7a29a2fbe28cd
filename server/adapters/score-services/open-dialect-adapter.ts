import type { ScoreServiceKind } from "#server/contracts/score-service.ts";
import { ModelVersionChanged } from "#server/errors.ts";
import type { Outcome } from "./ask-in-batches.ts";
import type { Dialect } from "./dialect.ts";
import {
  nameVersion,
  type Observation,
  observeVersion,
  requireOneVersion,
} from "./observe-version.ts";
import type { ItemScore, Score, ScoreAdapter, ScoreItem, ScoreReply } from "./score-adapter.ts";
import type { Connection } from "./transport/open-connection.ts";

/** After this long it is asked again who the service is before a batch, and not only after it. */
const observationMsMax = 60_000;

const fingerprintsMax = 16;

/** What all single servers have in common: versions, order, and nothing under a wrong version. */
export function openDialectAdapter(
  dialect: Dialect,
  connection: Connection,
  source: {
    readonly kind: ScoreServiceKind;
    readonly url: string;
    readonly fingerprint: readonly number[];
    readonly now: () => number;
  },
): ScoreAdapter {
  let last: (Observation & { readonly at: number }) | null = null;

  /** The latest first. */
  let known: readonly (readonly number[])[] = [source.fingerprint];

  async function observe(signal?: AbortSignal): Promise<Observation> {
    const found = await observeVersion(dialect, source, { known, signal });
    last = { ...found, at: source.now() };
    const others = known.filter((fingerprint) => fingerprint !== found.fingerprint);
    known = [found.fingerprint, ...others].slice(0, fingerprintsMax);
    return found;
  }

  async function recall(signal?: AbortSignal): Promise<Observation> {
    const isFresh = last !== null && source.now() - last.at < observationMsMax;
    // After an outage the first question is a small one, and another model may have come back.
    return last !== null && isFresh && connection.health().state === "closed"
      ? last
      : await observe(signal);
  }

  return {
    kind: source.kind,
    isRelative: dialect.isRelative,
    members: [],
    async describe(signal) {
      const { version, identity, fingerprint, scale } = await observe(signal);
      return {
        kind: source.kind,
        model: identity.model,
        modelVersion: version,
        scale: scale ?? dialect.scale,
        fingerprint,
      };
    },
    async score(items, signal): Promise<ScoreReply> {
      requireUniqueIds(items);
      const before = await recall(signal);
      const reply = await dialect.score(items, before.identity, signal);
      const told = requireOneVersion(reply.told);
      const modelVersion = await nameOneVersion(before, told, signal);
      return {
        modelVersion,
        scale: reply.scale ?? before.scale ?? dialect.scale,
        items: items.map(({ id }, index) => toItemScore(id, reply.outcomes[index])),
      };
    },
    health: () => connection.health(),
    close: () => connection.close(),
  };

  /** The version that every reply of a call had, or a fault. */
  async function nameOneVersion(
    before: Observation,
    told: string | null,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    if (dialect.versioning !== "observed") {
      return told === null ? before.version : nameVersion(dialect, source, { ...before, told });
    }
    const after = await observe(signal);
    if (after.version !== before.version) {
      throw new ModelVersionChanged(before.version, after.version);
    }
    return after.version;
  }
}

function toItemScore(id: string, outcome: Outcome<Score> | undefined): ItemScore {
  if (outcome === undefined) {
    return { id, ok: false, error: "The score service left this text out." };
  }
  if ("error" in outcome) {
    return { id, ok: false, error: outcome.error, mayPass: outcome.mayPass ?? false };
  }
  return { id, ok: true, score: outcome.value };
}

/** @throws RangeError since an answer to a doubled identifier could belong to either */
export function requireUniqueIds(items: readonly Pick<ScoreItem, "id">[]): void {
  if (new Set(items.map(({ id }) => id)).size !== items.length) {
    throw new RangeError("The identifiers of the items of one call must differ.");
  }
}
