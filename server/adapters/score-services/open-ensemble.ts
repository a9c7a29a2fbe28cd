import type { EnsembleConfig } from "#server/contracts/score-service.ts";
import { ScoreServiceFault } from "#server/errors.ts";
import { deriveVersion } from "./model-version.ts";
import { requireUniqueIds } from "./open-dialect-adapter.ts";
import type {
  ItemScore,
  Score,
  ScoreAdapter,
  ScoreItem,
  ScoreReply,
  ServiceDescription,
  ServiceHealth,
} from "./score-adapter.ts";

/**
 * Several services as the heads of one ensemble, in a fixed order. Their mean is the reward; their
 * spread is what they are unsure of together. Offsets between members are part of `std`, and cancel
 * only where two answers are compared member by member.
 */
export function openEnsemble(
  members: readonly ScoreAdapter[],
  whenMissing: EnsembleConfig["whenMissing"],
): ScoreAdapter {
  async function askAll<T>(ask: (member: ScoreAdapter) => Promise<T>): Promise<(T | null)[]> {
    const results = await Promise.allSettled(members.map(ask));
    const failed = results.flatMap((result, index) =>
      result.status === "rejected" ? [{ reason: result.reason, place: index + 1 }] : [],
    );
    const [first] = failed;
    const mayGoOn =
      whenMissing === "degrade" &&
      failed.length < members.length &&
      failed.every(({ reason }) => isAbsence(reason));
    if (first !== undefined && !mayGoOn) {
      throw describeMissing(first);
    }
    return results.map((result) => (result.status === "fulfilled" ? result.value : null));
  }

  return {
    kind: "ensemble",
    isRelative: members.some(({ isRelative }) => isRelative),
    members,
    async describe(signal) {
      return joinDescriptions(await askAll((member) => member.describe(signal)));
    },
    async score(items, signal) {
      requireUniqueIds(items);
      return joinReplies(items, await askAll((member) => member.score(items, signal)));
    },
    health: () => joinHealth(members, whenMissing),
    async close() {
      await Promise.all(members.map((member) => member.close()));
    },
  };
}

/** An exchange of the model, or a caller who gave up, is no absence: nothing may be answered then. */
function isAbsence(reason: unknown): boolean {
  return reason instanceof ScoreServiceFault && reason.reason !== "version_changed";
}

function describeMissing({ reason, place }: { reason: unknown; place: number }): unknown {
  return isAbsence(reason) && reason instanceof ScoreServiceFault
    ? new ScoreServiceFault(reason.reason, `Member ${place} of the ensemble: ${reason.message}`, {
        cause: reason,
        retryAfterMs: reason.retryAfterMs,
      })
    : reason;
}

function joinDescriptions(found: readonly (ServiceDescription | null)[]): ServiceDescription {
  return {
    kind: "ensemble",
    model: found.map((one) => one?.model ?? "?").join(" + "),
    modelVersion: joinVersions(found),
    scale: joinScales(found),
    // Each part is preceded by its length, so that the members can be opened with their own again.
    fingerprint: found.flatMap((one) => [
      one?.fingerprint.length ?? 0,
      ...(one?.fingerprint ?? []),
    ]),
  };
}

/** The fingerprint of each member, as `joinDescriptions` wrote them one after the other. */
export function splitFingerprint(joined: readonly number[], count: number): number[][] {
  const parts: number[][] = [];
  let start = 0;
  for (let part = 0; part < count; part++) {
    const length = joined[start] ?? 0;
    parts.push(joined.slice(start + 1, start + 1 + length));
    start += 1 + length;
  }
  return parts;
}

/** A missing member makes another version: the mean of two is not the mean of three. */
function joinVersions(found: readonly ({ readonly modelVersion: string } | null)[]): string {
  return deriveVersion({
    kind: "ensemble",
    url: "",
    settings: found.map((one) => one?.modelVersion ?? null),
    identity: { model: null, revision: null },
    told: null,
    fingerprint: [],
  });
}

function joinScales(found: readonly (Pick<ServiceDescription, "scale"> | null)[]) {
  const scales = new Set(found.flatMap((one) => (one === null ? [] : [one.scale])));
  const [only] = scales;
  return scales.size === 1 && only !== undefined ? only : "arbitrary";
}

function joinReplies(
  items: readonly ScoreItem[],
  replies: readonly (ScoreReply | null)[],
): ScoreReply {
  const present = replies.flatMap((reply, index) =>
    reply === null ? [] : [{ reply, place: index + 1 }],
  );
  return {
    modelVersion: joinVersions(replies),
    scale: joinScales(replies),
    items: items.map(({ id }, index): ItemScore => {
      const found = present.map(({ reply, place }) => ({ place, item: reply.items[index] }));
      const failed = found.find(({ item }) => !item?.ok);
      if (failed !== undefined) {
        const reason = failed.item?.ok === false ? failed.item.error : "It left this text out.";
        const mayPass = failed.item?.ok === false && failed.item.mayPass === true;
        return {
          id,
          ok: false,
          error: `Member ${failed.place} of the ensemble: ${reason}`,
          mayPass,
        };
      }
      return joinScores(
        id,
        found.flatMap(({ item }) => (item?.ok ? [item.score] : [])),
      );
    }),
  };
}

/** The spread is that of the members themselves, over K, as the joint of two answers needs it. */
function joinScores(id: string, scores: readonly Score[]): ItemScore {
  const members = scores.flatMap(({ mean }) => (mean === null ? [] : [mean]));
  if (members.length < scores.length) {
    return { id, ok: false, error: "A member of the ensemble gives embeddings and no reward." };
  }
  const mean = members.reduce((sum, value) => sum + value, 0) / members.length;
  const variance = members.reduce((sum, value) => sum + (value - mean) ** 2, 0) / members.length;
  const embedding = scores.find((score) => score.embedding !== null)?.embedding ?? null;
  return { id, ok: true, score: { mean, std: Math.sqrt(variance), members, embedding } };
}

/** With one member that must not be missing gone, or all of them, the ensemble is gone. */
function joinHealth(
  members: readonly ScoreAdapter[],
  whenMissing: EnsembleConfig["whenMissing"],
): ServiceHealth {
  const healths = members.map((member) => member.health());
  const gone = healths.filter((health) => health.state !== "closed");
  const isGone = whenMissing === "fail" ? gone.length > 0 : gone.length === members.length;
  return (isGone ? gone[0] : undefined) ?? { state: "closed" };
}
