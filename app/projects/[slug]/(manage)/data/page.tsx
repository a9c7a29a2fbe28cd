import type { Metadata } from "next";
import { PageHeader } from "#app/components/page-header.tsx";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { HydrateClient } from "#app/trpc/hydrate-client.tsx";
import { getQueryClient, trpc } from "#app/trpc/server.tsx";
import { ContentSection } from "./content-section.tsx";
import { ImportSection } from "./import-section.tsx";
import { listPages } from "./list-pages.ts";
import { PastImports } from "./past-imports.tsx";

export const metadata: Metadata = { title: "Data" };

type DataPageProps = { readonly params: Promise<{ readonly slug: string }> };

export default async function DataPage({ params }: DataPageProps) {
  const { id: projectId } = await getProject((await params).slug);
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(trpc.imports.content.queryOptions({ projectId })),
    queryClient.prefetchInfiniteQuery(
      trpc.imports.list.infiniteQueryOptions({ projectId }, listPages),
    ),
  ]);
  return (
    <HydrateClient>
      <PageHeader
        title="Data"
        description="Prompts and the responses to compare. Nothing that is there is ever changed by an import: it only adds."
      />
      <ImportSection projectId={projectId} />
      <ContentSection projectId={projectId} />
      <PastImports projectId={projectId} />
    </HydrateClient>
  );
}
