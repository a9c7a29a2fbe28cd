/**
 * The network address to count failures by: the one that the nearest proxy (or Next itself) wrote
 * last. Entries before it are the client's own claims.
 */
export function clientAddressOf(headers: Headers): string {
  const entries = headers.get("x-forwarded-for")?.split(",") ?? [];
  return entries.at(-1)?.trim() || "unknown";
}
