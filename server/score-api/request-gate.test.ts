import { expect, test } from "vitest";
import { RequestFault } from "./request-fault.ts";
import { openRequestGate } from "./request-gate.ts";

test("as many requests are let in as there is room for, and leaving makes room", () => {
  const gate = openRequestGate({ requestsMax: 2, bytesMax: 100 });
  const first = gate.enter();
  gate.enter();
  expect(() => gate.enter()).toThrow(RequestFault);
  expect(gate.inside()).toBe(2);
  first.leave();
  gate.enter();
  expect(gate.inside()).toBe(2);
});

test("the bytes of all requests are counted together, until each leaves", () => {
  const gate = openRequestGate({ requestsMax: 9, bytesMax: 100 });
  const [first, second] = [gate.enter(), gate.enter()];
  expect(first.hold(60)).toBe(true);
  expect(second.hold(40)).toBe(true);
  expect(second.hold(1)).toBe(false);
  first.leave();
  expect(second.hold(59)).toBe(true);
  expect(second.hold(1)).toBe(false);
});
