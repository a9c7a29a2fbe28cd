import { createHash } from "node:crypto";
import type { Database } from "#db/client.ts";
import { finishExportFile, insertExportChunk, insertExportFile } from "#db/queries/exports.ts";
import type { ExportManifest } from "#server/contracts/export.ts";

/** A chunk is stored once it is this long; it always ends with a line. */
const chunkBytes = 256 * 1024;

export type ExportFile = {
  readonly rows: number;
  write(line: string): Promise<void>;
  /** What the manifest says of the file; null when nothing was written, and then there is none. */
  finish(): Promise<ExportManifest["files"][number] | null>;
};

/** Writes a file into the database in pieces; memory holds one piece. */
export function createExportFile(
  tx: Database,
  params: { readonly exportId: string; readonly name: string },
): ExportFile {
  const hash = createHash("sha256");
  let fileId: string | null = null;
  let pieces: Buffer[] = [];
  let held = 0;
  let index = 0;
  let rows = 0;
  let bytes = 0;

  async function write(line: string): Promise<void> {
    const piece = Buffer.from(line);
    pieces.push(piece);
    hash.update(piece);
    held += piece.length;
    bytes += piece.length;
    rows += 1;
    if (held >= chunkBytes) await store();
  }

  async function store(): Promise<void> {
    fileId ??= await insertExportFile(tx, params);
    await insertExportChunk(tx, { fileId, index, content: Buffer.concat(pieces) });
    index += 1;
    pieces = [];
    held = 0;
  }

  async function finish() {
    if (held > 0) await store();
    if (fileId === null) return null;
    const sha256 = hash.digest("hex");
    await finishExportFile(tx, { fileId, rows, bytes, sha256 });
    return { name: params.name, rows, bytes, sha256 };
  }

  return {
    get rows() {
      return rows;
    },
    write,
    finish,
  };
}
