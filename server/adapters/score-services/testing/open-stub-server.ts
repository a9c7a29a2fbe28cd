import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type StubRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** The parsed body; undefined where there is none. */
  readonly body: unknown;
};

export type StubReply =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly json?: unknown;
      /** In place of `json`, as it is. */
      readonly text?: string;
    }
  /** Takes the request and never answers. */
  | "hang"
  /** Closes the connection instead of answering. */
  | "cut"
  /** Sends bytes for ever. */
  | "flood";

export type StubHandler = (request: StubRequest) => StubReply;

export type StubServer = {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly StubRequest[];
  /** Answers that are sent before the handler is asked, one a request. */
  readonly next: StubReply[];
  /** Changes how it answers from now on. */
  handle(handler: StubHandler): void;
  bytesSent(): number;
  close(): Promise<void>;
};

/** A real HTTP server on a free port of this machine. */
export async function openStubServer(first: StubHandler): Promise<StubServer> {
  const requests: StubRequest[] = [];
  const next: StubReply[] = [];
  let handler = first;
  let bytes = 0;

  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    requests.push(request);
    const reply = next.shift() ?? handler(request);
    if (reply === "flood") {
      flood(response, (count) => {
        bytes += count;
      });
      return;
    }
    answer(response, reply);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has this form of address.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    next,
    handle: (other) => {
      handler = other;
    },
    bytesSent: () => bytes,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<StubRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers: incoming.headers,
    body: text === "" ? undefined : JSON.parse(text),
  };
}

function answer(response: ServerResponse, reply: Exclude<StubReply, "flood">): void {
  if (reply === "hang") {
    return;
  }
  if (reply === "cut") {
    response.destroy();
    return;
  }
  response.writeHead(reply.status ?? 200, {
    "content-type": "application/json",
    ...reply.headers,
  });
  response.end(reply.text ?? JSON.stringify(reply.json ?? null));
}

/** As fast as the other side reads, so that what was sent tells how much it took. */
function flood(response: ServerResponse, count: (bytes: number) => void): void {
  const chunk = "1,".repeat(32 * 1_024);
  response.writeHead(200, { "content-type": "application/json" });
  response.write("[");
  function send(): void {
    while (!response.destroyed) {
      count(chunk.length);
      if (!response.write(chunk)) {
        response.once("drain", send);
        return;
      }
    }
  }
  send();
}
