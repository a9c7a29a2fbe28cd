import { type IncomingMessage, request } from "node:http";
import type { Page } from "@playwright/test";

const responses = [
  { model: "ckpt-100", text: "Because of **Rayleigh** scattering." },
  { model: "ckpt-200", text: "<img src=x onerror=\"document.title='hacked'\">Because it is blue." },
];

/** Rows of JSONL with prompts that nobody else has. */
export function rowsOf(name: string, count: number): string {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({ prompt: `${name} ${index}: why?`, responses }),
  )
    .map((line) => `${line}\n`)
    .join("");
}

/** Uploads outside the browser's own form, with the headers and the ending that a test wants. */
export async function upload(
  page: Page,
  params: {
    readonly url: string;
    readonly body: string;
    readonly headers?: Readonly<Record<string, string>>;
    /** Cuts the connection behind so many bytes of the body. */
    readonly cutAfter?: number;
  },
): Promise<{ status: number; body: string } | null> {
  const cookies = await page.context().cookies();
  const headers = {
    Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    "Content-Length": String(Buffer.byteLength(params.body)),
    ...params.headers,
  };
  return await new Promise((resolve, reject) => {
    const sending = request(params.url, { method: "POST", headers }, (answer) => {
      readBody(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
    });
    sending.on("error", (error) => (params.cutAfter === undefined ? reject(error) : resolve(null)));
    if (params.cutAfter === undefined) sending.end(params.body);
    else sending.write(params.body.slice(0, params.cutAfter), () => sending.destroy());
  });
}

async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
