import { receiveImport } from "#server/api/receive-import.ts";

export async function POST(
  request: Request,
  { params }: { readonly params: Promise<{ projectId: string }> },
): Promise<Response> {
  const { projectId } = await params;
  return await receiveImport(request, projectId);
}
