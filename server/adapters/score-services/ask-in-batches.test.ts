import fc from "fast-check";
import pLimit from "p-limit";
import { expect, test } from "vitest";
import { ScoreServiceFault } from "#server/errors.ts";
import { askInBatches } from "./ask-in-batches.ts";
import { planBatches } from "./plan-batches.ts";
import { RequestRefused } from "./transport/read-reply.ts";

test("batches keep the order and both limits, and only an item over the limit is alone over it", () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 30 }));
  fc.assert(
    fc.property(
      sizes,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 40 }),
      (items, itemsMax, tokensMax) => {
        const batches = planBatches(items, { itemsMax, tokensMax, countTokens: (item) => item });
        expect(batches.flat()).toEqual(items);
        for (const batch of batches) {
          const tokens = batch.reduce((sum, item) => sum + item, 0);
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(itemsMax);
          expect(batch.length === 1 || tokens <= tokensMax).toBe(true);
        }
      },
    ),
  );
});

test("whichever items a server refuses and however few it takes, the others get their answers", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 20 }),
      async (isBad, takes, size) => {
        const items = [true, ...isBad].map((bad, index) => ({ index, isBad: index > 0 && bad }));
        const batches = planBatches(items, { itemsMax: size, tokensMax: 99, countTokens: () => 0 });
        const outcomes = await askInBatches(batches, async (batch) => {
          if (batch.length > takes || batch.some((item) => item.isBad)) {
            throw new RequestRefused(413, "Too large.");
          }
          return batch.map((item) => ({ value: item.index }));
        });
        expect(outcomes).toEqual(
          items.map((item) => (item.isBad ? { error: "Too large." } : { value: item.index })),
        );
      },
    ),
  );
});

test("a server that refuses everything is given up after a few", async () => {
  let asked = 0;
  const limit = pLimit(2);
  const batches = Array.from({ length: 500 }, (_, index) => [index]);
  const refused = askInBatches(batches, (_, signal) =>
    limit(async () => {
      signal.throwIfAborted();
      asked++;
      throw new RequestRefused(422, "No.");
    }),
  );
  await expect(refused).rejects.toThrow("No.");
  await limit(() => undefined);
  expect(asked).toBeLessThan(20);
});

test("one batch that fails stops the others", async () => {
  const signals: AbortSignal[] = [];
  const failing = askInBatches([[1], [2]], async ([item], signal) => {
    signals.push(signal);
    if (item === 2) {
      throw new ScoreServiceFault("unreachable", "Gone.");
    }
    return await new Promise<never>(() => undefined);
  });
  await expect(failing).rejects.toThrow("Gone.");
  expect(signals.every(({ aborted }) => aborted)).toBe(true);
});
