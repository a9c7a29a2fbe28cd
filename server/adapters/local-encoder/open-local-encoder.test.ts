import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { type LocalEncoder, openLocalEncoder } from "./open-local-encoder.ts";

const program = path.join(import.meta.dirname, "testing", "echo-encoder.mjs");
const open: LocalEncoder[] = [];
afterEach(() => {
  for (const encoder of open.splice(0)) encoder.end();
});

function openEcho(model = "m") {
  const encoder = openLocalEncoder(model, program);
  open.push(encoder);
  return encoder.adapter;
}

function itemsOf(...answers: string[]) {
  return answers.map((answer, index) => ({ id: `i${index}`, messages: [], answer }));
}

test("every text gets its own embedding, in order, whatever the batches", async () => {
  const adapter = openEcho();
  const answers = Array.from({ length: 50 }, (_, index) => "x".repeat(index));
  const reply = await adapter.score(itemsOf(...answers));
  expect(reply).toMatchObject({ modelVersion: "sha256:m", scale: "arbitrary" });
  const lengths = reply.items.map((item) => (item.ok ? item.score.embedding?.[0] : null));
  expect(lengths).toEqual(answers.map((answer) => answer.length + 2));
});

test("a process that dies fails its batch and is started again by the next one", async () => {
  const adapter = openEcho();
  const pidOf = async () => {
    const { items } = await adapter.score(itemsOf("a"));
    return items.map((item) => (item.ok ? item.score.embedding?.[1] : null))[0];
  };
  const first = await pidOf();
  expect(await pidOf()).toBe(first);
  await expect(adapter.score(itemsOf("die"))).rejects.toThrow(/ended; it is started again/);
  expect(await pidOf()).not.toBe(first);
});

test("a text without a number is refused alone, an answer that is too short as a whole", async () => {
  const adapter = openEcho();
  const { items } = await adapter.score(itemsOf("odd", "even"));
  expect(items.map(({ ok }) => ok)).toEqual([false, true]);
  await expect(adapter.score(itemsOf("few"))).rejects.toThrow(/left texts out/);
});

test("a model that cannot be loaded is said in its own words", async () => {
  await expect(openEcho("broken").describe()).rejects.toThrow("There is no such model.");
});
