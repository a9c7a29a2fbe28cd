import { Forbidden } from "#server/errors.ts";

/**
 * Refuses what another site made a browser send. Browsers name the site in `Sec-Fetch-Site`, or
 * over plain HTTP in `Origin`; a program that sends neither carries no one's cookies by accident.
 * @throws Forbidden for a request from another site
 */
export function assertSameSite(headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  if (site !== null) {
    if (site === "same-origin" || site === "none") return;
    throw new Forbidden("This request came from another site.");
  }
  const origin = headers.get("origin");
  if (origin === null) return;
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  if (!URL.canParse(origin) || new URL(origin).host !== host) {
    throw new Forbidden("This request came from another site.");
  }
}
