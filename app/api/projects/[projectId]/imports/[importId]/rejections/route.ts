import { sendRejections } from "#server/api/send-rejections.ts";

export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ projectId: string; importId: string }> },
): Promise<Response> {
  return await sendRejections(await params);
}
