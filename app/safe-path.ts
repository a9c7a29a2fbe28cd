/** A place within this site to go on to; anything else becomes the start page. */
export function safePath(wanted: string | string[] | undefined): string {
  if (typeof wanted !== "string") return "/";
  const base = "http://inside.invalid";
  if (!URL.canParse(wanted, base)) return "/";
  const url = new URL(wanted, base);
  if (url.origin !== base || !wanted.startsWith("/")) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
