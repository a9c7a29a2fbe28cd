import { expect, test } from "vitest";
import { joinUrl } from "./join-url.ts";

test.each([
  ["https://a.example", "/v1/rewards", "https://a.example/v1/rewards"],
  ["https://a.example/", "/v1/rewards", "https://a.example/v1/rewards"],
  ["https://a.example/v1", "/v1/rewards", "https://a.example/v1/rewards"],
  ["https://a.example/v1/", "/v1/rewards", "https://a.example/v1/rewards"],
  ["https://a.example/v1/rewards", "/v1/rewards", "https://a.example/v1/rewards"],
  ["https://a.example/team/rm", "/v1/models", "https://a.example/team/rm/v1/models"],
  ["https://a.example/classify", "/classify", "https://a.example/classify"],
  ["https://a.example/models/rm", "", "https://a.example/models/rm"],
  ["https://a.example", "", "https://a.example/"],
])("%s and %s make %s", (base, path, joined) => {
  expect(joinUrl(new URL(base), path).href).toBe(joined);
});
