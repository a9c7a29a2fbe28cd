import { type NextRequest, NextResponse } from "next/server";
import { getViewer } from "#server/auth/get-viewer.ts";

/**
 * A page that shows one outside image and nothing else. Pages of the product may not fetch images
 * from other hosts at all; a reader who asks for one gets this page in a frame without scripts,
 * cookies or a name of its own, and only the host that was agreed to can be asked.
 */
export async function GET(request: NextRequest): Promise<Response> {
  if ((await getViewer()) === null) return new NextResponse(null, { status: 401 });
  const address = readAddress(request.nextUrl.searchParams.get("address"));
  if (address === null) return new NextResponse(null, { status: 400 });
  return new NextResponse(page(address), {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": `default-src 'none'; img-src ${address.origin}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox`,
      "Referrer-Policy": "no-referrer",
      "Cache-Control": "private, no-store",
    },
  });
}

function readAddress(text: string | null): URL | null {
  if (text === null || !URL.canParse(text)) return null;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === "" ? url : null;
}

function page(address: URL): string {
  const source = address.href.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<!doctype html><html lang="en"><title>Image</title><style>html,body{height:100%;margin:0}img{width:100%;height:100%;object-fit:contain}</style><img alt="" src="${source}"></html>`;
}
