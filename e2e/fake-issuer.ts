import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What the issuer says about whoever signs in next. */
type Person = {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
};

export type FakeIssuer = {
  readonly url: string;
  person: Person;
  readonly close: () => Promise<void>;
};

export const client = { id: "tiebreak-story", secret: "of-the-story-only" } as const;

type Grant = { readonly nonce: string; readonly challenge: string; readonly person: Person };

/** An OpenID Connect provider that signs everybody in without asking, and checks the client. */
export async function startFakeIssuer(): Promise<FakeIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "story", alg: "RS256", use: "sig" };
  const grants = new Map<string, Grant>();
  const issuer = { url: "", person: { sub: "nobody" } as Person };

  function sign(claims: object): string {
    const parts = [{ alg: "RS256", kid: "story", typ: "JWT" }, claims];
    const body = parts.map((part) => encode(JSON.stringify(part))).join(".");
    return `${body}.${createSign("RSA-SHA256").update(body).sign(privateKey, "base64url")}`;
  }

  function authorise(url: URL, response: ServerResponse): void {
    const query = url.searchParams;
    const code = randomUUID();
    const nonce = query.get("nonce") ?? "";
    grants.set(code, {
      nonce,
      challenge: query.get("code_challenge") ?? "",
      person: issuer.person,
    });
    const back = new URL(query.get("redirect_uri") ?? "");
    back.searchParams.set("code", code);
    back.searchParams.set("state", query.get("state") ?? "");
    response.writeHead(302, { location: back.href }).end();
  }

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const code = form.get("code") ?? "";
    const grant = grants.get(code);
    grants.delete(code);
    const verifier = form.get("code_verifier") ?? "";
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    const credentials = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString("base64")}`;
    if (grant?.challenge !== challenge || request.headers.authorization !== credentials) {
      answer(response, { error: "invalid_grant" }, 400);
      return;
    }
    const now = Math.floor(Date.now() / 1000);
    const { nonce, person } = grant;
    const times = { iat: now, exp: now + 300 };
    const claims = { iss: issuer.url, aud: client.id, ...times, nonce, ...person };
    const tokens = { access_token: randomUUID(), token_type: "Bearer", id_token: sign(claims) };
    answer(response, tokens);
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", issuer.url);
    if (url.pathname === "/authorize") authorise(url, response);
    else if (url.pathname === "/token") void exchange(request, response);
    else if (url.pathname === "/jwks") answer(response, { keys: [jwk] });
    else answer(response, describeIssuer(issuer.url));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return Object.assign(issuer, { close });
}

function describeIssuer(url: string) {
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}

function answer(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function encode(value: string): string {
  return Buffer.from(value).toString("base64url");
}
