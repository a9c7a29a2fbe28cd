/**
 * A quoted CSV cell. A spreadsheet takes text that begins with one of these characters for a
 * formula and runs it, so such text is put behind an apostrophe.
 */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
