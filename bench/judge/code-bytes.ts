import type { Page } from "@playwright/test";
import { z } from "zod";

const snapshotSchema = z.object({
  snapshot: z.object({
    meta: z.object({ node_fields: z.array(z.string()), node_types: z.array(z.unknown()) }),
  }),
  nodes: z.array(z.number()),
});

/**
 * Bytes of the heap that are code the engine has compiled so far. It compiles what runs often once
 * more and better, for hundreds of judgments on end, and keeps it: growth that is not the page's.
 */
export async function readCodeBytes(page: Page): Promise<number> {
  const browser = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  browser.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await browser.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await browser.detach();
  const { snapshot, nodes } = snapshotSchema.parse(JSON.parse(chunks.join("")));
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const kinds = z.array(z.string()).parse(types[fields.indexOf("type")]);
  const code = kinds.indexOf("code");
  let bytes = 0;
  for (let at = 0; at < nodes.length; at += fields.length) {
    if (nodes[at + fields.indexOf("type")] === code) {
      bytes += nodes[at + fields.indexOf("self_size")] ?? 0;
    }
  }
  return bytes;
}
