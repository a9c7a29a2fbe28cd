import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { RequestFault } from "./request-fault.ts";
import { overloaded, type Ticket } from "./request-gate.ts";

/**
 * The body of a request as JSON. What is not read of a body that is refused is thrown away by the
 * server once the answer has been sent, so that the client gets to see it.
 * @throws RequestFault 400, 413, 415 or, when the server holds too much already, 429
 */
export async function readJson(
  request: IncomingMessage,
  { bytesMax, ticket }: { readonly bytesMax: number; readonly ticket: Ticket },
): Promise<unknown> {
  requireJson(request);
  if (Number(request.headers["content-length"]) > bytesMax) throw tooLarge(bytesMax);
  const chunks: Buffer[] = [];
  let length = 0;
  // Not `for await`, which would destroy the connection when the loop is left early.
  await new Promise<void>((resolve, reject) => {
    function take(chunk: Buffer): void {
      length += chunk.length;
      const isTooLarge = length > bytesMax;
      if (isTooLarge || !ticket.hold(chunk.length)) {
        request.off("data", take).resume();
        reject(isTooLarge ? tooLarge(bytesMax) : overloaded());
        return;
      }
      chunks.push(chunk);
    }
    request.on("data", take);
    request.once("end", resolve);
    request.once("error", () => reject(aborted()));
  });
  return parse(Buffer.concat(chunks));
}

/** @throws RequestFault 422 that names the first field at fault */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const param = issue.path.map(String).join(".");
  throw new RequestFault({
    status: 422,
    type: "invalid_request",
    message: param === "" ? issue.message : `${param}: ${issue.message}`,
    ...(param === "" ? {} : { param }),
  });
}

function requireJson({ headers }: IncomingMessage): void {
  const type = headers["content-type"]?.split(";", 1)[0].trim().toLowerCase() ?? "";
  if (type !== "application/json") {
    throw new RequestFault({
      status: 415,
      type: "unsupported_media_type",
      message: "Send the body as JSON with Content-Type: application/json.",
    });
  }
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") {
    throw new RequestFault({
      status: 415,
      type: "unsupported_media_type",
      message: `Send the body as it is; Content-Encoding: ${encoding} is not read here.`,
    });
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof SyntaxError ? "not JSON" : "not UTF-8";
    throw new RequestFault({
      status: 400,
      type: "malformed_body",
      message: bytes.length === 0 ? "The body is empty." : `The body is ${reason}.`,
    });
  }
}

function tooLarge(bytesMax: number): RequestFault {
  return new RequestFault({
    status: 413,
    type: "body_too_large",
    message: `A body has at most ${bytesMax} bytes here; send fewer items at once.`,
  });
}

/** Nobody reads it, as the connection is gone; the status is only counted. */
export function aborted(): RequestFault {
  return new RequestFault({ status: 499, type: "aborted", message: "The connection was closed." });
}
