import { ScoreServiceFault } from "#server/errors.ts";

/** A part that fails is asked again in this many smaller ones, so that few of them are slow. */
const partsOfPart = 4;

/** So many parts failing, and not one answered, is a service that fails at whatever it is asked. */
const failuresMax = 8;

type Asking<T> = {
  /** Asks about some and keeps what is answered; false ends everything quietly. */
  readonly ask: (part: readonly T[]) => Promise<boolean>;
  /** Comes back only when the service still answers as the one it was. @throws to end everything */
  readonly requireAlive: (failure: unknown) => Promise<void>;
  /** Whether a text that was answered before is answered now. */
  readonly answersKnownText: () => Promise<boolean>;
  /** Notes that the service fails at this one alone. */
  readonly giveUp: (culprit: T, failure: unknown) => Promise<boolean>;
  /** After this no part is split any more: the failure ends it, and the next run goes on. */
  readonly isLate: () => boolean;
};

/**
 * Asks for a batch. When the service hangs or breaks over it while it answers fixed texts, the batch
 * is asked in ever smaller parts, so that all but the texts at fault are answered. A text is given up
 * once it has failed twice by itself. A service that is gone is asked nothing more.
 * @returns false when `ask` or `giveUp` said that it is over
 */
export async function askApart<T>(batch: readonly T[], asking: Asking<T>): Promise<boolean> {
  const waiting = [batch];
  const suspects = new Set<T>();
  let failures = 0;
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    try {
      if (!(await asking.ask(part))) return false;
      failures = 0;
    } catch (failure) {
      if (!mayBeOneText(failure) || asking.isLate()) throw failure;
      await asking.requireAlive(failure);
      failures++;
      if (failures >= failuresMax) {
        if (!(await asking.answersKnownText())) throw failure;
        failures = 0;
      }
      const [only] = part;
      if (part.length > 1 || only === undefined) {
        waiting.push(...split(part));
      } else if (suspects.has(only)) {
        if (!(await asking.giveUp(only, failure))) return false;
      } else {
        suspects.add(only);
        waiting.push(part);
      }
    }
  }
  return true;
}

/** A hanging or breaking server; what is busy or answers nonsense does so whatever it is asked. */
function mayBeOneText(failure: unknown): boolean {
  if (failure instanceof ScoreServiceFault) {
    return failure.reason === "timed_out" || failure.reason === "unreachable";
  }
  return failure instanceof Error && failure.name === "TimeoutError";
}

function split<T>(part: readonly T[]): T[][] {
  const size = Math.ceil(part.length / partsOfPart);
  return Array.from({ length: Math.ceil(part.length / size) }, (_, index) =>
    part.slice(index * size, (index + 1) * size),
  );
}
