import { spawn } from "node:child_process";
import { once } from "node:events";
import { chown, cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./start-embedded-postgres.ts";
import { AlreadyRunning, StartFault } from "./start-fault.ts";

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) {
    await rm(folder, { recursive: true, force: true });
  }
});

async function makeDataFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "tiebreak-embedded-"));
  folders.push(folder);
  return folder;
}

function start(dataFolder: string): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataFolder, isDurable: true, onNotice: () => {} });
}

async function query(url: string, statement: string): Promise<unknown> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    const [row] = await sql.unsafe(statement);
    return row === undefined ? null : Object.values(row)[0];
  } finally {
    await sql.end();
  }
}

async function serverPid(server: EmbeddedPostgres): Promise<number> {
  const text = await readFile(path.join(server.folder, "data", "postmaster.pid"), "utf8");
  return Number(text.split("\n")[0]);
}

test("what was committed is there after a stop and a second start", async () => {
  const dataFolder = await makeDataFolder();
  const first = await start(dataFolder);
  await query(first.url, "create table kept as select 42 as answer");
  await first.stop();
  const second = await start(dataFolder);
  expect(await query(second.url, "select answer from kept")).toBe(42);
  await second.stop();
});

test("it is durable, asks for a password, and listens on the loopback address only", async () => {
  const server = await start(await makeDataFolder());
  try {
    const settings = await query(
      server.url,
      `select string_agg(name || '=' || setting, ' ' order by name) from pg_settings where name in
        ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses',
         'unix_socket_directories', 'server_encoding')`,
    );
    expect(settings).toBe(
      "fsync=on full_page_writes=on listen_addresses=127.0.0.1 server_encoding=UTF8 synchronous_commit=on unix_socket_directories=",
    );
    const stranger = server.url.replace(/:[0-9a-f]+@/, ":guessed@");
    await expect(query(stranger, "select 1")).rejects.toMatchObject({ code: "28P01" });
    expect(server.url).toContain("@127.0.0.1:");
  } finally {
    await server.stop();
  }
});

test("the password file is for this user only", async () => {
  const dataFolder = await makeDataFolder();
  const server = await start(dataFolder);
  await server.stop();
  expect((await stat(path.join(dataFolder, "postgres.json"))).mode & 0o777).toBe(0o600);
});

test("of two first starts at the same moment one runs, and the other says so", async () => {
  const dataFolder = await makeDataFolder();
  const outcomes = await Promise.allSettled([start(dataFolder), start(dataFolder)]);
  const running = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const refused = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(running).toHaveLength(1);
  expect(refused).toEqual([expect.any(AlreadyRunning)]);
  for (const server of running) {
    expect(await query(server.url, "select 1")).toBe(1);
    await server.stop();
  }
});

test("a server killed with -9 comes back on the same port with everything committed", async () => {
  const server = await start(await makeDataFolder());
  try {
    await query(server.url, "create table kept as select 42 as answer");
    process.kill(await serverPid(server), "SIGKILL");
    let answer: unknown = null;
    for (let attempt = 0; answer === null && attempt < 100; attempt++) {
      answer = await query(server.url, "select answer from kept").catch(() => null);
      await delay(100);
    }
    expect(answer).toBe(42);
  } finally {
    await server.stop();
  }
});

test("a pid file that names a living process of another kind does not stop a start", async () => {
  const dataFolder = await makeDataFolder();
  const first = await start(dataFolder);
  await first.stop();
  const other = spawn("sleep", ["60"]);
  await once(other, "spawn");
  const data = path.join(first.folder, "data");
  const pidFile = path.join(data, "postmaster.pid");
  await writeFile(pidFile, `${other.pid}\n${data}\n1\n5432\n\n127.0.0.1\n1 1\nready\n`, {
    mode: 0o600,
  });
  const owner = await stat(data);
  await chown(pidFile, owner.uid, owner.gid);
  const second = await start(dataFolder);
  expect(await query(second.url, "select 1")).toBe(1);
  await second.stop();
  other.kill();
});

test("files of another PostgreSQL version are refused with what to do", async () => {
  const dataFolder = await makeDataFolder();
  const server = await start(dataFolder);
  await server.stop();
  await writeFile(path.join(server.folder, "data", "PG_VERSION"), "17\n");
  await expect(start(dataFolder)).rejects.toThrow(/made by PostgreSQL 17 .*pg_dump/);
});

test("a database without its password file is not replaced by an empty one", async () => {
  const dataFolder = await makeDataFolder();
  const server = await start(dataFolder);
  await server.stop();
  await cp(path.join(dataFolder, "postgres.json"), path.join(dataFolder, "elsewhere.json"));
  await rm(path.join(dataFolder, "postgres.json"));
  await expect(start(dataFolder)).rejects.toThrow(StartFault);
  expect((await stat(path.join(server.folder, "data", "PG_VERSION"))).isFile()).toBe(true);
});
