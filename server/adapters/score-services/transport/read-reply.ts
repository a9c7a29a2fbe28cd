import { z } from "zod";
import { ScoreServiceFault } from "#server/errors.ts";
import type { TransportReply } from "./guarded-transport.ts";
import { readRetryAfter } from "./retry-after.ts";

/** The server understood the request and will not do it; the same request will fail again. */
export class RequestRefused extends ScoreServiceFault {
  readonly status: number;

  constructor(status: number, message: string) {
    super("refused", message);
    this.status = status;
  }
}

/** The server is there and busy; it may say for how long. */
export class Overloaded extends ScoreServiceFault {
  readonly status: number;
  readonly retryAfter: string | null;

  constructor(reply: TransportReply, message: string) {
    super("overloaded", message, { retryAfterMs: readRetryAfter(reply.retryAfter, Date.now()) });
    this.status = reply.status;
    this.retryAfter = reply.retryAfter;
  }
}

/** The JSON of a good reply. @throws ScoreServiceFault for every other */
export function readReply(reply: TransportReply, token: string | null): unknown {
  if (reply.status < 200 || reply.status > 299) {
    throw describeStatus(reply, token);
  }
  try {
    return JSON.parse(reply.text);
  } catch (cause) {
    // Python writes these words where JSON has none for what is not a number.
    if (/[[:,\s-](NaN|Infinity)\b/.test(reply.text)) {
      throw new ScoreServiceFault(
        "not_finite",
        "The score service answered with NaN or infinity instead of a number.",
        { cause },
      );
    }
    throw new ScoreServiceFault("bad_reply", "The score service did not answer with JSON.", {
      cause,
    });
  }
}

/** Parses once on entry; after that the types are trusted. */
export function parseReply<T extends z.ZodType>(shape: T, value: unknown): z.infer<T> {
  const result = shape.safeParse(value);
  if (result.success) {
    return result.data;
  }
  const [issue] = result.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? "its body" : issue.path.join(".");
  throw new ScoreServiceFault(
    "bad_reply",
    `The score service answered in another form than expected: ${place}: ${issue?.message ?? "?"}.`.replace(
      /\.\.$/,
      ".",
    ),
  );
}

/**
 * What a server may not have: null when it knows no such path, or means something else by it.
 * @throws ScoreServiceFault when the server is overloaded or fails
 */
export function readOptional<T extends z.ZodType>(
  shape: T,
  reply: TransportReply,
  token: string | null,
): z.infer<T> | null {
  try {
    return parseReply(shape, readReply(reply, token));
  } catch (error) {
    const isAbsent =
      error instanceof RequestRefused ||
      (error instanceof ScoreServiceFault && ["bad_reply", "not_finite"].includes(error.reason));
    if (isAbsent) {
      return null;
    }
    throw error;
  }
}

function describeStatus(reply: TransportReply, token: string | null): ScoreServiceFault {
  const { status } = reply;
  const said = quoteReason(reply.text, token);
  if (status === 429 || status === 503) {
    return new Overloaded(reply, `The score service is overloaded or still loading (${status}).`);
  }
  if (status >= 300 && status < 400) {
    return new RequestRefused(
      status,
      "The score service redirects elsewhere, which is not followed; enter the address it redirects to.",
    );
  }
  if (status >= 500) {
    return new ScoreServiceFault("unreachable", `The score service failed (${status})${said}.`);
  }
  return new RequestRefused(status, `${adviseOn(status)} (${status})${said}.`);
}

function adviseOn(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return "The score service refused the token";
    case 404:
    case 405:
      return "The score service has nothing at this address; check URL, kind and model";
    case 413:
      return "The batch is too large for the score service";
    default:
      return "The score service refused the request";
  }
}

/**
 * A short excerpt of what a server said, since it often names the mistake. A server may echo the
 * token that it was sent, which a manager other than the one who entered it must not read.
 */
function quoteReason(text: string, token: string | null): string {
  const message = findMessage(text);
  const shown = (token === null ? message : message.replaceAll(token, "…"))
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .replace(/Bearer \S+/gi, "…")
    .trim();
  return shown === "" ? "" : `: ${shown.slice(0, 200).replace(/\.$/, "")}`;
}

const errorShapes = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ detail: z.string() }).transform(({ detail }) => detail),
]);

function findMessage(text: string): string {
  try {
    const result = errorShapes.safeParse(JSON.parse(text));
    return result.success ? result.data : "";
  } catch {
    // An error page of a proxy is no JSON, and its markup says nothing to a manager.
    return "";
  }
}
