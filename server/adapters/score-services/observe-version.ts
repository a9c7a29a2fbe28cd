import { ModelVersionChanged, ScoreServiceFault } from "#server/errors.ts";
import { canaries } from "./canaries.ts";
import type { Dialect, DialectReply, Identity } from "./dialect.ts";
import { deriveVersion, isSameFingerprint, listNumbers } from "./model-version.ts";
import type { Score } from "./score-adapter.ts";

/** What a service was at one moment. */
export type Observation = {
  readonly version: string;
  readonly identity: Identity;
  readonly fingerprint: readonly number[];
  readonly scale: DialectReply["scale"];
};

export type VersionSource = { readonly kind: string; readonly url: string };

/**
 * Asks a service who it is. A fingerprint that is close to a known one is the known one, so that the
 * noise of arithmetic makes no new version, and a model that is rolled back has its old one.
 */
export async function observeVersion(
  dialect: Dialect,
  source: VersionSource,
  options: {
    readonly known: readonly (readonly number[])[];
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Observation> {
  const identity = await dialect.identify(options.signal);
  // The first two answer the same prompt, so that a judge can compare them; one alone it cannot.
  const items = dialect.isRelative ? canaries.slice(0, 2) : canaries;
  const reply = await dialect.score(items, identity, options.signal);
  const found = reply.outcomes.flatMap((outcome) => {
    if ("error" in outcome) {
      throw new ScoreServiceFault("bad_reply", `A plain short text was refused: ${outcome.error}`);
    }
    return roundNumbers(outcome.value);
  });
  const known = options.known.find((one) => isSameFingerprint(one, found));
  const fingerprint = dialect.versioning === "observed" ? (known ?? found) : [];
  const version = nameVersion(dialect, source, {
    identity,
    told: requireOneVersion(reply.told),
    fingerprint,
  });
  return { version, identity, fingerprint, scale: reply.scale };
}

export function nameVersion(
  dialect: Dialect,
  source: VersionSource,
  found: Pick<Observation, "identity" | "fingerprint"> & { readonly told: string | null },
): string {
  return dialect.versioning === "told" && found.told !== null
    ? found.told
    : deriveVersion({ ...source, ...found, settings: dialect.settings });
}

/** @throws ModelVersionChanged when the replies to one call tell different versions */
export function requireOneVersion(told: ReadonlySet<string>): string | null {
  const [first, second] = told;
  if (first !== undefined && second !== undefined) {
    throw new ModelVersionChanged(first, second);
  }
  return first ?? null;
}

/** Rounded, so that the stored form is short and the same in every language that reads it. */
function roundNumbers(score: Score): number[] {
  return listNumbers(score).map((value) => Number(value.toPrecision(6)));
}
