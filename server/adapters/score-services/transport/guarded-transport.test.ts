import { afterEach, describe, expect, test } from "vitest";
import {
  openStubServer,
  type StubHandler,
  type StubServer,
} from "#server/adapters/score-services/testing/open-stub-server.ts";
import { openrlhfConfig } from "#server/contracts/score-service.ts";
import { ScoreServiceFault } from "#server/errors.ts";
import { parseAllowList } from "./address-rules.ts";
import type { ResolvedAddress } from "./guarded-lookup.ts";
import { openTransport, type Transport } from "./guarded-transport.ts";

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function openStub(handler: StubHandler): Promise<StubServer> {
  const server = await openStubServer(handler);
  closing.push(server.close);
  return server;
}

function open(
  url: string,
  options: {
    readonly allow?: readonly string[];
    readonly limits?: object;
    readonly token?: string;
    readonly resolved?: readonly (readonly string[])[];
  } = {},
): Transport & { lookups(): number } {
  const { limits } = openrlhfConfig.parse({ kind: "openrlhf", url, limits: options.limits ?? {} });
  let lookups = 0;
  const transport = openTransport({
    url,
    token: options.token ?? null,
    limits,
    allow: parseAllowList(options.allow ?? []),
    resolveHost:
      options.resolved === undefined
        ? undefined
        : async () => (options.resolved?.[lookups++] ?? []).map(toResolved),
  });
  closing.push(transport.close);
  return { ...transport, lookups: () => lookups };
}

function toResolved(address: string): ResolvedAddress {
  return { address, family: address.includes(":") ? 6 : 4 };
}

const get = { method: "GET", path: "/x" } as const;

async function findFault(promise: Promise<unknown>): Promise<ScoreServiceFault> {
  const error = await promise.then(
    () => null,
    (reason) => reason,
  );
  if (!(error instanceof ScoreServiceFault)) {
    throw new Error("A fault was expected.", { cause: error });
  }
  return error;
}

describe("addresses", () => {
  test.each([
    "127.0.0.1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f000001",
    "[::1]",
    "0",
    "[::ffff:127.0.0.1]",
  ])("http://%s is refused before a byte is sent", async (host) => {
    const stub = await openStub(() => ({ json: 1 }));
    const fault = await findFault(open(`http://${host}:${stub.port}`).send(get));
    expect(fault.reason).toBe("address_refused");
    expect(fault.message).toContain("SCORE_SERVICE_ALLOW");
    expect(stub.requests).toHaveLength(0);
  });

  test("an address that is listed with its port is reached", async () => {
    const stub = await openStub(() => ({ json: { a: 1 } }));
    const reply = await open(stub.url, { allow: [`127.0.0.1:${stub.port}`] }).send(get);
    expect(reply).toMatchObject({ status: 200, text: '{"a":1}' });
  });

  test("a name that is listed is reached through the system's own resolver", async () => {
    const stub = await openStub(() => ({ json: 1 }));
    const transport = open(`http://localhost:${stub.port}`, { allow: [`localhost:${stub.port}`] });
    expect((await transport.send(get)).status).toBe(200);
  });

  test("a loopback address within an IPv6 one is reached only where the list opens it", async () => {
    const stub = await openStub(() => ({ json: 1 }));
    const url = `http://rewards.lan:${stub.port}`;
    const resolved = [["::ffff:127.0.0.1"]];
    const [byName, byAddress] = [
      open(url, { resolved, allow: ["rewards.lan"] }),
      open(`http://[::ffff:127.0.0.1]:${stub.port}`, { allow: ["::ffff:127.0.0.1"] }),
    ];
    expect((await byName.send(get)).status).toBe(200);
    expect((await byAddress.send(get)).status).toBe(200);
    const closed = open(url, { resolved });
    expect((await findFault(closed.send(get))).reason).toBe("address_refused");
    expect(stub.requests).toHaveLength(2);
  });

  test.each(["::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "fd00:ec2::254"])(
    "a listed name that resolves to credentials at %s is refused",
    async (address) => {
      const transport = open("http://rewards.lan", {
        allow: ["rewards.lan"],
        resolved: [[address]],
      });
      expect((await findFault(transport.send(get))).reason).toBe("address_refused");
    },
  );

  test("a public name that resolves to a private address is refused", async () => {
    const stub = await openStub(() => ({ json: 1 }));
    const transport = open(`http://rewards.example.org:${stub.port}`, {
      resolved: [["127.0.0.1"]],
    });
    expect((await findFault(transport.send(get))).reason).toBe("address_refused");
    expect(stub.requests).toHaveLength(0);
  });

  test("one private address among public ones refuses the name", async () => {
    const transport = open("http://rewards.example.org", {
      resolved: [["93.184.215.14", "2606:4700::1111", "10.0.0.1"]],
    });
    expect((await findFault(transport.send(get))).reason).toBe("address_refused");
  });

  test("a name that resolves elsewhere at the next lookup is checked at each connection", async () => {
    const stub = await openStub(() => "cut");
    const transport = open(`http://rewards.example.org:${stub.port}`, {
      allow: ["127.0.0.0/8"],
      resolved: [["127.0.0.1"], ["169.254.169.254"]],
    });
    expect((await findFault(transport.send(get))).reason).toBe("unreachable");
    expect((await findFault(transport.send(get))).reason).toBe("address_refused");
    expect(transport.lookups()).toBe(2);
  });

  test("a name is resolved once for a connection, so that the checked address is the used one", async () => {
    const stub = await openStub(() => ({ json: 1 }));
    const transport = open(`http://rewards.example.org:${stub.port}`, {
      allow: ["127.0.0.0/8"],
      limits: { concurrency: 1 },
      resolved: [["127.0.0.1"], ["169.254.169.254"]],
    });
    await transport.send(get);
    await transport.send(get);
    expect(stub.requests).toHaveLength(2);
    expect(transport.lookups()).toBe(1);
  });

  test("the refusal does not tell what a name resolves to", async () => {
    const transport = open("http://db.internal", { resolved: [["10.11.12.13"]] });
    expect((await findFault(transport.send(get))).message).not.toContain("10.11");
  });

  test("a redirect to where machines tell their credentials is not followed", async () => {
    const stub = await openStub(() => ({
      status: 302,
      headers: { location: "http://169.254.169.254/latest/meta-data/" },
    }));
    const reply = await open(stub.url, { allow: ["127.0.0.1"] }).send(get);
    expect(reply.status).toBe(302);
    expect(stub.requests).toHaveLength(1);
  });

  test("a name that does not resolve is said in words", async () => {
    const fault = await findFault(open("http://nowhere.example.org", { resolved: [[]] }).send(get));
    expect(fault).toMatchObject({
      reason: "unreachable",
      message: "The name nowhere.example.org has no address.",
    });
  });
});

describe("limits", () => {
  test("a reply without end is cut at the limit", async () => {
    const stub = await openStub(() => "flood");
    const transport = open(stub.url, {
      allow: ["127.0.0.1"],
      limits: { responseBytesMax: 100_000 },
    });
    expect((await findFault(transport.send(get))).reason).toBe("too_large");
    // What the sockets of both sides hold comes on top; ten megabytes never do.
    expect(stub.bytesSent()).toBeLessThan(9_000_000);
  });

  test("a server that never answers is given up in time", async () => {
    const stub = await openStub(() => "hang");
    const transport = open(stub.url, { allow: ["127.0.0.1"], limits: { timeoutMs: 100 } });
    const fault = await findFault(transport.send(get));
    expect(fault).toMatchObject({
      reason: "timed_out",
      message: `127.0.0.1:${stub.port} did not answer within 0.1 s.`,
    });
  });

  test("a caller who gives up gets the own reason, not a fault of the service", async () => {
    const stub = await openStub(() => "hang");
    const transport = open(stub.url, { allow: ["127.0.0.1"] });
    const stop = new AbortController();
    const sent = transport.send({ ...get, signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(sent).rejects.toThrow("enough");
  });

  test("a port where nobody listens is said in words", async () => {
    const stub = await openStub(() => "hang");
    await stub.close();
    const fault = await findFault(open(stub.url, { allow: ["127.0.0.1"] }).send(get));
    expect(fault.reason).toBe("unreachable");
    expect(fault.message).toContain("refused the connection");
  });
});

test("the token is sent as a bearer, and no packed reply is asked for", async () => {
  const stub = await openStub(() => ({ json: 1 }));
  await open(stub.url, { allow: ["127.0.0.1"], token: "s3cret" }).send(get);
  expect(stub.requests[0]?.headers).toMatchObject({
    authorization: "Bearer s3cret",
    "accept-encoding": "identity",
  });
});

test("a body is sent as JSON", async () => {
  const stub = await openStub(() => ({ json: 1 }));
  const transport = open(stub.url, { allow: ["127.0.0.1"] });
  await transport.send({ method: "POST", path: "/y", body: { text: "ß" } });
  expect(stub.requests[0]).toMatchObject({ method: "POST", path: "/y", body: { text: "ß" } });
});
