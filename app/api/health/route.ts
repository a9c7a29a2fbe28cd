/** The process is up. Whether it can serve is asked at /api/ready. */
export function GET(): Response {
  return Response.json({ status: "up" }, { headers: { "Cache-Control": "no-store" } });
}

export const dynamic = "force-dynamic";
