import { createServer } from "node:net";
import { expect, inject, test } from "vitest";
import { StartFault } from "#db/embedded/start-fault.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { checkServer, explainDatabaseError } from "./check-server.ts";

const { url } = await openTestDatabase();

function change(parts: { readonly password?: string; readonly database?: string }): string {
  const changed = new URL(inject("maintenanceUrl"));
  changed.password = parts.password ?? changed.password;
  changed.pathname = parts.database ?? changed.pathname;
  return changed.href;
}

test("a server that can be used is accepted", async () => {
  await expect(checkServer(url)).resolves.toBeUndefined();
});

test("a wrong password is said without repeating it", async () => {
  const attempt = checkServer(change({ password: "hunter2" }));
  await expect(attempt).rejects.toThrow(/does not let user tiebreak in: correct/);
  await expect(attempt).rejects.not.toThrow(/hunter2/);
});

test("a missing database is said with how to make it", async () => {
  await expect(checkServer(change({ database: "nowhere" }))).rejects.toThrow(/createdb nowhere/);
});

test("a port where nothing listens is said", async () => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  const port = typeof address === "object" ? address?.port : undefined;
  await new Promise((resolve) => probe.close(resolve));
  await expect(checkServer(`postgres://a:b@127.0.0.1:${port}/x`)).rejects.toThrow(
    `No PostgreSQL server answers at 127.0.0.1:${port} (ECONNREFUSED): start it`,
  );
});

test("an error that the query builder wrapped is explained by its cause", () => {
  const cause = Object.assign(new Error("disk full"), { code: "53100" });
  const explained = explainDatabaseError(new Error("Failed query", { cause }), url);
  expect(explained).toBeInstanceOf(StartFault);
});

test("an error that nobody can mend at the keyboard stays what it is", () => {
  const bug = new Error("a bug");
  expect(explainDatabaseError(bug, url)).toBe(bug);
});
