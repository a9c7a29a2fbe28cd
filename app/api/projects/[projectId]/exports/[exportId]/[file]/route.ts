import { sendExportFile } from "#server/api/send-export-file.ts";

export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ projectId: string; exportId: string; file: string }> },
): Promise<Response> {
  return await sendExportFile(request, await params);
}
