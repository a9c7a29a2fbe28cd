import { expect, test } from "vitest";
import { z } from "zod";
import { drawId } from "./draw-id.ts";

test("an id is a UUID of version 4, and no two are the same", () => {
  const ids = Array.from({ length: 500 }, drawId);
  for (const id of ids) expect(z.uuidv4().safeParse(id).success).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});
