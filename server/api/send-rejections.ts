import type { Database } from "#db/client.ts";
import { findImport, listRejections, type Rejection } from "#db/queries/imports.ts";
import { NotFound } from "#server/errors.ts";
import { answerFaults } from "./answer-faults.ts";
import { authoriseRoute } from "./authorise-route.ts";
import { csvCell } from "./csv-cell.ts";
import { streamBody } from "./stream-body.ts";

const pageRows = 1000;

type Place = { readonly projectId: string; readonly importId: string };

/** All rows of an import that were rejected or imported in part, as a CSV file. */
export function sendRejections(place: Place): Promise<Response> {
  return answerFaults("rejections", async () => {
    const { db } = await authoriseRoute(place.projectId, "manager");
    const found = await findImport(db, place).catch(() => null);
    if (found === null) throw new NotFound("There is no such import.");
    return new Response(streamBody(csvPieces(db, place)), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="rejected-rows-${place.importId}.csv"`,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
      },
    });
  });
}

async function* csvPieces(db: Database, place: Place): AsyncGenerator<Uint8Array> {
  yield Buffer.from("line,reason,excerpt\r\n");
  let after = 0;
  for (;;) {
    const page = await listRejections(db, { ...place, after, limit: pageRows });
    if (page.length > 0) yield Buffer.from(page.map(toRecord).join(""));
    if (page.length < pageRows) return;
    after = page.at(-1)?.line ?? after;
  }
}

function toRecord({ line, reason, excerpt }: Rejection): string {
  return `${line},${csvCell(reason)},${csvCell(excerpt)}\r\n`;
}
