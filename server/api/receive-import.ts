import { z } from "zod";
import { Invalid } from "#server/errors.ts";
import { getImportReader } from "#server/runtime.ts";
import { beginImport } from "#server/services/begin-import.ts";
import { importFile } from "#server/services/import-file.ts";
import { answerFaults } from "./answer-faults.ts";
import { authoriseRoute } from "./authorise-route.ts";
import { assertSameSite } from "./same-site.ts";

const fileNameCharacters = 200;

/**
 * Takes an uploaded file as the body of the request and imports it while it arrives; the browser is
 * slowed down to the pace of the database. Answers when the import is done.
 */
export function receiveImport(request: Request, projectId: string): Promise<Response> {
  return answerFaults("imports", async () => {
    assertSameSite(request.headers);
    const { db, viewer } = await authoriseRoute(projectId, "manager");
    if (request.body === null) throw new Invalid("The request has no file in it.");
    const importId = importIdOf(request.headers);
    const bytesTotal = bytesTotalOf(request.headers);
    const fileName = fileNameOf(request.headers);
    await beginImport(db, { importId, projectId, createdBy: viewer.id, fileName, bytesTotal });
    await importFile(db, {
      importId,
      projectId,
      bytesTotal,
      source: request.body,
      signal: request.signal,
      readRows: getImportReader(),
    });
    return Response.json({ importId });
  });
}

/** Drawn by the browser, so that it can watch the import while the upload runs. */
function importIdOf(headers: Headers): string {
  const given = headers.get("x-import-id");
  if (given === null) return crypto.randomUUID();
  if (z.uuid().safeParse(given).success) return given;
  throw new Invalid("The header X-Import-Id must be a UUID.");
}

function bytesTotalOf(headers: Headers): number | null {
  const given = headers.get("content-length");
  return given === null ? null : Number(given);
}

/** Percent-encoded, because header values hold no other than Latin-1 characters. */
function fileNameOf(headers: Headers): string {
  const given = headers.get("x-file-name") ?? "";
  const name = decodeName(given)
    .replaceAll(/\p{Cc}|\p{Surrogate}/gu, "")
    .trim();
  return name.slice(0, fileNameCharacters) || "upload";
}

function decodeName(given: string): string {
  try {
    return decodeURIComponent(given);
  } catch {
    return given;
  }
}
