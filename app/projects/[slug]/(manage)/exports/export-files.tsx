import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import { textLinkClass } from "#app/components/text-link-class.ts";
import { formatBytes, formatCount } from "#app/format.ts";
import type { ExportManifest } from "#server/contracts/export.ts";

type ExportFilesProps = {
  readonly projectId: string;
  readonly exportId: string;
  readonly manifest: ExportManifest;
};

/** The manifest lists the files with data; it and the card describe them. */
export function ExportFiles({ projectId, exportId, manifest }: ExportFilesProps) {
  const folder = `/api/projects/${projectId}/exports/${exportId}`;
  const described = [...manifest.files, { name: "manifest.json" }, { name: "README.md" }];
  return (
    <Table
      label="Files"
      head={
        <>
          <HeadCell>Download</HeadCell>
          <HeadCell isNumber>Rows</HeadCell>
          <HeadCell isNumber>Size</HeadCell>
          <HeadCell>SHA-256</HeadCell>
        </>
      }
    >
      {described.map((file) => (
        <Row key={file.name}>
          <Cell>
            <a
              href={`${folder}/${file.name}`}
              download
              aria-label={`Download ${file.name}`}
              className={textLinkClass}
            >
              {file.name}
            </a>
          </Cell>
          <Cell isNumber>{"rows" in file && formatCount(file.rows)}</Cell>
          <Cell isNumber className="whitespace-nowrap">
            {"bytes" in file && formatBytes(file.bytes)}
          </Cell>
          <Cell className="max-w-40 font-mono text-xs text-muted">
            {"sha256" in file && (
              <span className="block truncate" title={file.sha256}>
                {file.sha256}
              </span>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
