import type { Metadata } from "next";
import { PageHeader } from "#app/components/page-header.tsx";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { HydrateClient } from "#app/trpc/hydrate-client.tsx";
import { getQueryClient, trpc } from "#app/trpc/server.tsx";
import { ExportList } from "./export-list.tsx";
import { listPages } from "./list-pages.ts";
import { RequestForm } from "./request-form.tsx";

export const metadata: Metadata = { title: "Exports" };

type ExportsPageProps = { readonly params: Promise<{ readonly slug: string }> };

export default async function ExportsPage({ params }: ExportsPageProps) {
  const { id: projectId, slug } = await getProject((await params).slug);
  await getQueryClient().prefetchInfiniteQuery(
    trpc.exports.list.infiniteQueryOptions({ projectId }, listPages),
  );
  return (
    <HydrateClient>
      <PageHeader
        title="Exports"
        description="Preference data for DPO and reward models: JSONL with a manifest whose counts add up. An export never changes; a new one is a new version."
      />
      <RequestForm projectId={projectId} />
      <ExportList projectId={projectId} slug={slug} />
    </HydrateClient>
  );
}
