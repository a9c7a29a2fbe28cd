import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { allowLongUploads } from "./allow-long-uploads.ts";

test("a server gives uploads hours once it has been asked for anything", async () => {
  const server = createServer((_, answer) => answer.end());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  expect(server.requestTimeout).toBe(300_000);
  allowLongUploads();
  await fetch(`http://127.0.0.1:${address.port}/`);
  expect(server.requestTimeout).toBe(12 * 3_600_000);
  server.close();
  await once(server, "close");
});
