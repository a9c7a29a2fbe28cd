/**
 * How long a server asks to be left alone, in milliseconds, from a `Retry-After` header in seconds or
 * as an HTTP date (RFC 9110, 10.2.3). Null where it says nothing that can be read.
 */
export function readRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) {
    return Number(text) * 1_000;
  }
  // Dates of the standard begin with the day of the week; the parser would take much else for one.
  const moment = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? null : Math.max(0, moment - now);
}
