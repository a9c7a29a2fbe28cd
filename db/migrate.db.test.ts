import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { migrateDatabase } from "#db/migrate.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";

const { db, url } = await openTestDatabase();

test("a second migration changes nothing", async () => {
  const before = await db.execute(
    sql`select id, hash from drizzle.__drizzle_migrations order by id`,
  );
  await migrateDatabase(url);
  const after = await db.execute(
    sql`select id, hash from drizzle.__drizzle_migrations order by id`,
  );
  expect(before.length).toBeGreaterThan(0);
  expect([...after]).toEqual([...before]);
});

test("migrations that start together run one after the other", async () => {
  await db.execute(sql`drop schema public cascade`);
  await db.execute(sql`drop schema drizzle cascade`);
  await db.execute(sql`create schema public`);
  await Promise.all([migrateDatabase(url), migrateDatabase(url), migrateDatabase(url)]);
  const tables = await db.execute(sql`select 1 from pg_tables where tablename = 'judgments'`);
  expect(tables).toHaveLength(1);
});

test("text sorts by code point on every system", async () => {
  const rows = await db.execute<{ word: string }>(
    sql`select word from (values ('b'), ('ä'), ('B'), ('a')) as words(word) order by word`,
  );
  expect(rows.map((row) => row.word)).toEqual(["B", "a", "b", "ä"]);
});
