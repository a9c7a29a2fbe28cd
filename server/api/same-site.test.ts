import { expect, test } from "vitest";
import { assertSameSite } from "./same-site.ts";

test.each([
  [{ "sec-fetch-site": "same-origin", host: "a.test" }],
  [{ "sec-fetch-site": "none", host: "a.test" }],
  [{ origin: "https://a.test", host: "a.test" }],
  [{ origin: "https://a.test", host: "internal:3000", "x-forwarded-host": "a.test" }],
  [{ host: "a.test" }],
])("%j may go on", (headers) => {
  expect(() => assertSameSite(new Headers(headers))).not.toThrow();
});

test.each([
  [{ "sec-fetch-site": "cross-site", host: "a.test" }],
  [{ "sec-fetch-site": "same-site", host: "a.test" }],
  [{ "sec-fetch-site": "cross-site", origin: "https://a.test", host: "a.test" }],
  [{ origin: "https://evil.test", host: "a.test" }],
  [{ origin: "https://a.test.evil.test", host: "a.test" }],
  [{ origin: "https://a.test:8443", host: "a.test" }],
  [{ origin: "null", host: "a.test" }],
])("%j is refused", (headers) => {
  expect(() => assertSameSite(new Headers(headers))).toThrow(/another site/);
});
