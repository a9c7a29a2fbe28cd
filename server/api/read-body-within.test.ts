import { expect, test } from "vitest";
import { readBodyWithin } from "./read-body-within.ts";

test("a body within the limit is read whole", async () => {
  const body = await readBodyWithin(post("abc"), 3);
  expect(new TextDecoder().decode(body ?? undefined)).toBe("abc");
});

test("a longer body is refused", async () => {
  expect(await readBodyWithin(post("abcd"), 3)).toBeNull();
});

test("an endless body without a length is given up at the limit", async () => {
  let chunks = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      chunks += 1;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  expect(await readBodyWithin(post(endless), 10_000)).toBeNull();
  expect(chunks).toBeLessThan(20);
});

function post(body: BodyInit): Request {
  return new Request("http://a.test/", { method: "POST", body, ...{ duplex: "half" } });
}
