import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScoreServiceFault } from "#server/errors.ts";
import { Overloaded } from "./read-reply.ts";
import { retry } from "./retry.ts";
import { readRetryAfter } from "./retry-after.ts";

function busy(retryAfter: string | null): Overloaded {
  return new Overloaded({ status: 429, retryAfter, text: "" }, "Busy.");
}

function cut(code: string): ScoreServiceFault {
  const cause = Object.assign(new Error("cut"), { code });
  return new ScoreServiceFault("unreachable", "Cut.", { cause });
}

/** Runs attempts that fail as listed and then succeed; tells what was slept. */
async function run(failures: readonly Error[], attemptsMax = 5, random = 0.5) {
  const pauses: number[] = [];
  let tried = 0;
  const outcome = await retry(
    async () => {
      const failure = failures[tried++];
      if (failure !== undefined) {
        throw failure;
      }
      return "answered";
    },
    {
      attemptsMax,
      clock: {
        now: () => Date.UTC(2026, 0, 1),
        sleep: async (ms) => {
          pauses.push(ms);
        },
        random: () => random,
      },
    },
  ).catch((error: Error) => error.message);
  return { outcome, pauses, tried };
}

describe("retrying", () => {
  test("waits as long as the server asks", async () => {
    expect(await run([busy("7"), busy("Thu, 01 Jan 2026 00:00:30 GMT")])).toEqual({
      outcome: "answered",
      pauses: [7_000, 30_000],
      tried: 3,
    });
  });

  test("does not wait for longer than a minute", async () => {
    expect(await run([busy("3600")])).toEqual({ outcome: "Busy.", pauses: [], tried: 1 });
  });

  test("doubles the pause where the server names none, with jitter below", async () => {
    expect((await run([busy(null), busy(null), busy(null)], 4, 0)).pauses).toEqual([
      250, 500, 1_000,
    ]);
    expect((await run([busy("soon"), busy("-1")], 4, 1)).pauses).toEqual([500, 1_000]);
  });

  test("stops after the last attempt", async () => {
    expect(await run([busy("1"), busy("1"), busy("1")], 2)).toEqual({
      outcome: "Busy.",
      pauses: [1_000],
      tried: 2,
    });
  });

  test.each(["ECONNREFUSED", "ECONNRESET", "UND_ERR_SOCKET"])(
    "tries a connection that was cut by %s once more",
    async (code) => {
      expect((await run([cut(code)])).outcome).toBe("answered");
      expect(await run([cut(code), cut(code)])).toMatchObject({ outcome: "Cut.", tried: 2 });
    },
  );

  test("never repeats what was refused or came too late", async () => {
    const late = new ScoreServiceFault("timed_out", "Late.");
    expect(await run([late])).toMatchObject({ outcome: "Late.", tried: 1 });
  });
});

describe("Retry-After", () => {
  const now = Date.UTC(2026, 0, 1);

  test.each([
    ["0", 0],
    ["120", 120_000],
    [" 5 ", 5_000],
    ["1.5", 1_500],
    ["Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
    ["Thursday, 01-Jan-26 00:01:00 GMT", 60_000],
    ["Wed, 31 Dec 2025 00:00:00 GMT", 0],
    ["soon", null],
    ["-5", null],
    ["", null],
    [null, null],
    ["2026-01-01", null],
  ])("%j means %j milliseconds", (header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected);
  });

  test("whatever is written there gives a time that is not negative, or none", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const milliseconds = readRetryAfter(header, now);
        expect(milliseconds === null || milliseconds >= 0).toBe(true);
      }),
    );
  });
});
