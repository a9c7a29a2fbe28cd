import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { RequestFault } from "./request-fault.ts";

/**
 * Lets in who knows the token, as `Authorization: Bearer …` or as the password of Basic, which is
 * what a trainer sends that was given `http://any:token@host`.
 *
 * Without a token only this machine is answered; a name other than its own in `Host` then means that
 * a page in a browser was led here (DNS rebinding), and is refused.
 */
export function checkAuthority(request: IncomingMessage, token: string | null): void {
  if (token === null) {
    requireOwnName(request.headers.host ?? "");
    return;
  }
  const given = readToken(request.headers.authorization ?? "");
  if (given === null || !isEqual(given, token)) {
    throw new RequestFault({
      status: 401,
      type: "unauthorized",
      message: "Send the token of this score service as Authorization: Bearer <token>.",
      headers: { "WWW-Authenticate": 'Bearer realm="score service"' },
    });
  }
}

function requireOwnName(host: string): void {
  if (/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(host)) return;
  throw new RequestFault({
    status: 421,
    type: "misdirected_request",
    message: "Without SCORE_SERVICE_TOKEN, this score service answers to localhost only.",
  });
}

function readToken(header: string): string | null {
  const [scheme = "", credentials = ""] = header.trim().split(/ +/, 2);
  if (scheme.toLowerCase() === "bearer") return credentials;
  if (scheme.toLowerCase() !== "basic") return null;
  const decoded = Buffer.from(credentials, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  return colon === -1 ? null : decoded.slice(colon + 1);
}

/** Hashes are of one length, so comparing them tells nothing about the token, its length included. */
function isEqual(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(left, right);
}
