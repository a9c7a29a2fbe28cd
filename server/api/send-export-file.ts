import { z } from "zod";
import type { Database } from "#db/client.ts";
import { findExportChunk, findExportFile } from "#db/queries/exports.ts";
import { NotFound } from "#server/errors.ts";
import { answerFaults } from "./answer-faults.ts";
import { authoriseRoute } from "./authorise-route.ts";
import { streamBody } from "./stream-body.ts";

type Place = { readonly projectId: string; readonly exportId: string; readonly file: string };

const contentTypes: Readonly<Record<string, string>> = {
  jsonl: "application/x-ndjson; charset=utf-8",
  json: "application/json; charset=utf-8",
  md: "text/markdown; charset=utf-8",
};

/** One file of an export as a download, a piece at a time. */
export function sendExportFile(request: Request, place: Place): Promise<Response> {
  return answerFaults("exports", async () => {
    const { projectId, exportId, file } = place;
    const { db } = await authoriseRoute(projectId, "manager");
    const isKnown = z.uuid().safeParse(exportId).success;
    const found = isKnown ? await findExportFile(db, { projectId, exportId, name: file }) : null;
    if (found === null) throw new NotFound("There is no such file, or it is not written yet.");
    const headers = {
      ETag: `"${found.sha256}"`,
      // Asked for again each time, as who may read it can change; not packed, as the tag names its bytes.
      "Cache-Control": "private, no-cache, no-transform",
      "X-Content-Type-Options": "nosniff",
    };
    if (request.headers.get("if-none-match") === headers.ETag) {
      return new Response(null, { status: 304, headers });
    }
    return new Response(streamBody(readChunks(db, found.id)), {
      headers: {
        ...headers,
        "Content-Type": contentTypes[file.split(".").at(-1) ?? ""] ?? "application/octet-stream",
        "Content-Disposition": `attachment; filename="${downloadName(found, file)}"`,
      },
    });
  });
}

/** Names say where a file is from, but for the card, which is found by its own name only. */
function downloadName(
  { slug, version }: { readonly slug: string; readonly version: number },
  file: string,
): string {
  return file === "README.md" ? file : `${slug}-v${version}-${file}`;
}

async function* readChunks(db: Database, fileId: string): AsyncGenerator<Uint8Array> {
  for (let index = 0; ; index += 1) {
    const content = await findExportChunk(db, { fileId, index });
    if (content === null) return;
    yield content;
  }
}
