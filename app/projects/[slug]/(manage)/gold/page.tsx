import type { Metadata } from "next";
import { PageHeader } from "#app/components/page-header.tsx";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { HydrateClient } from "#app/trpc/hydrate-client.tsx";
import { getQueryClient, trpc } from "#app/trpc/server.tsx";
import { GoldPanel } from "./gold-panel.tsx";
import { QuizPanel } from "./quiz-panel.tsx";

export const metadata: Metadata = { title: "Gold" };

type GoldPageProps = { readonly params: Promise<{ readonly slug: string }> };

export default async function GoldPage({ params }: GoldPageProps) {
  const { id: projectId } = await getProject((await params).slug);
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(trpc.gold.list.queryOptions({ projectId })),
    queryClient.prefetchQuery(trpc.gold.standings.queryOptions({ projectId })),
  ]);
  return (
    <HydrateClient>
      <PageHeader
        title="Gold pairs"
        description="Pairs whose answer you know: some teach newcomers in a quiz, some are served among real work to see who reads. No model learns from them."
      />
      <GoldPanel projectId={projectId} />
      <QuizPanel projectId={projectId} />
    </HydrateClient>
  );
}
