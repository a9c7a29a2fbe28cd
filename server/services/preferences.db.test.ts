import { expect, test } from "vitest";
import { mergePreferences } from "#db/queries/preferences.ts";
import { insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { preferences, updatePreferencesInput } from "#server/contracts/preferences.ts";
import { findPreferences } from "./find-preferences.ts";

const { db } = await openTestDatabase();

test("somebody who has set nothing has the defaults", async () => {
  expect(await findPreferences(db, await insertUser(db))).toEqual(preferences.parse({}));
});

test("what is left out of a change stays as it was", async () => {
  const userId = await insertUser(db);
  await mergePreferences(db, { userId, change: { keys: { skip: ["p"] }, dailyGoal: 40 } });
  await mergePreferences(db, { userId, change: { dailyGoal: null } });
  expect(await findPreferences(db, userId)).toEqual({
    ...preferences.parse({}),
    keys: { skip: ["p"] },
    dailyGoal: null,
  });
});

test("keys are replaced whole, so that a reset key is gone", async () => {
  const userId = await insertUser(db);
  await mergePreferences(db, { userId, change: { keys: { skip: ["p"], undo: ["u"] } } });
  await mergePreferences(db, { userId, change: { keys: { undo: ["u"] } } });
  expect((await findPreferences(db, userId)).keys).toEqual({ undo: ["u"] });
});

test("two tabs that change different settings at once both succeed", async () => {
  const userId = await insertUser(db);
  await Promise.all([
    mergePreferences(db, { userId, change: { scrollsTogether: true } }),
    mergePreferences(db, { userId, change: { breakMinutes: 20 } }),
  ]);
  expect(await findPreferences(db, userId)).toMatchObject({
    scrollsTogether: true,
    breakMinutes: 20,
  });
});

test.each([
  { keys: Object.fromEntries(Array.from({ length: 81 }, (_, index) => [`a${index}`, ["k"]])) },
  { keys: { skip: ["x".repeat(21)] } },
  { keys: { skip: ["a", "b", "c", "d", "e"] } },
  { dailyGoal: 0 },
  { isAdministrator: true },
])("preferences that are too much or not ours are refused: %#", (input) => {
  expect(updatePreferencesInput.safeParse(input).success).toBe(false);
});
