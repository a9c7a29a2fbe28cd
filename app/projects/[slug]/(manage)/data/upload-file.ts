import { z } from "zod";

const refusal = z.object({ message: z.string() });

/**
 * Sends a file as it is, straight from disk. Resolves to null when the server has imported it, and
 * to a sentence when it has refused it or could not be reached.
 */
export async function uploadFile(params: {
  readonly projectId: string;
  readonly importId: string;
  readonly file: File;
  readonly signal: AbortSignal;
}): Promise<string | null> {
  const { projectId, importId, file, signal } = params;
  try {
    const response = await fetch(`/api/projects/${projectId}/imports`, {
      method: "POST",
      body: file,
      signal,
      headers: {
        "Content-Type": "application/octet-stream",
        "X-Import-Id": importId,
        "X-File-Name": encodeURIComponent(file.name),
      },
    });
    if (response.ok) return null;
    return refusal.safeParse(await response.json()).data?.message ?? unreachable;
  } catch {
    return signal.aborted ? "You cancelled this import. Nothing was imported." : unreachable;
  }
}

const unreachable =
  "The upload broke off. Nothing was imported; check the connection and try again.";
