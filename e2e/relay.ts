import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request and what the product answered, as it crossed the network but not compressed. */
export type Exchange = {
  readonly method: string;
  readonly path: string;
  readonly sent: string;
  readonly status: number;
  readonly head: string;
  readonly received: string;
};

/**
 * What becomes of a request: `lost` never reaches the product, `unanswered` reaches it and its
 * answer is lost, `twice` reaches it twice.
 */
export type Fate = "passed" | "lost" | "unanswered" | "twice";

export type Relay = {
  readonly url: string;
  /** Everything that a browser at this address was sent, in order. */
  readonly exchanges: readonly Exchange[];
  /** Decides over each request from now on; a promise delays it. */
  decide(rule: (asked: { method: string; path: string }) => Fate | Promise<Fate>): void;
  close(): Promise<void>;
};

/** Stands between a browser and the product, sees all that is said and may get in the way. */
export async function openRelay(productUrl: string): Promise<Relay> {
  const exchanges: Exchange[] = [];
  let rule: Parameters<Relay["decide"]>[0] = () => "passed";
  const server = createServer((incoming, outgoing) => {
    void relay(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  async function relay(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const sent = await readAll(incoming);
    const { method = "GET", url: path = "/" } = incoming;
    const fate = await rule({ method, path });
    if (fate === "lost") {
      incoming.socket.destroy();
      return;
    }
    if (fate === "twice") await forward(incoming, { sent, productUrl });
    const answer = await forward(incoming, { sent, productUrl });
    if (fate === "unanswered") {
      incoming.socket.destroy();
      return;
    }
    const { status, headers, body } = answer;
    const head = JSON.stringify(headers);
    const received = body.toString();
    exchanges.push({ method, path, sent: sent.toString(), status, head, received });
    reply(outgoing, answer, productUrl);
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    // Under the same name as the product, so that who is signed in there is signed in here.
    url: `http://${new URL(productUrl).hostname}:${port}`,
    exchanges,
    decide(next) {
      rule = next;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

type Answer = {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
};

/** Asks the product under its own address, so that it takes the browser for one of its own. */
function forward(
  { method, url, headers }: IncomingMessage,
  { sent, productUrl }: { readonly sent: Buffer; readonly productUrl: string },
): Promise<Answer> {
  const { host } = new URL(productUrl);
  const own = { ...headers, host, "accept-encoding": "identity", connection: "close" };
  if (headers.origin !== undefined) own.origin = productUrl;
  return new Promise((resolve, reject) => {
    const asked = request(new URL(url ?? "/", productUrl), { method, headers: own }, (incoming) => {
      const { statusCode: status = 502, headers: answered } = incoming;
      readAll(incoming).then((body) => resolve({ status, headers: answered, body }), reject);
    });
    asked.on("error", reject);
    asked.end(sent);
  });
}

/** Sends what was answered on; a redirection to the product leads back here. */
function reply(
  outgoing: ServerResponse,
  { status, headers, body }: Answer,
  productUrl: string,
): void {
  const { "transfer-encoding": _, connection: __, ...rest } = headers;
  const location = headers.location?.replace(productUrl, "");
  const hasBody = status !== 204 && status !== 304;
  outgoing.writeHead(status, {
    ...rest,
    ...(location === undefined ? {} : { location: location === "" ? "/" : location }),
    ...(hasBody ? { "content-length": body.length } : {}),
  });
  outgoing.end(hasBody ? body : undefined);
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
