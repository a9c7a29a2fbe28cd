import type { Metadata } from "next";
import { PageHeader } from "#app/components/page-header.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { HydrateClient } from "#app/trpc/hydrate-client.tsx";
import { getQueryClient, trpc } from "#app/trpc/server.tsx";
import { listPages } from "./list-pages.ts";
import { OwnJudgments } from "./own-judgments.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("judge"))("mine.title") };
}

export default async function MyJudgmentsPage({
  params,
}: PageProps<"/projects/[slug]/my-judgments">) {
  const { slug } = await params;
  const { id: projectId } = await getProject(slug);
  const translate = await getTranslations("judge");
  await getQueryClient().prefetchInfiniteQuery(
    trpc.judgments.mine.infiniteQueryOptions({ projectId }, listPages),
  );
  return (
    <HydrateClient>
      <PageHeader title={translate("mine.title")} description={translate("mine.description")} />
      <OwnJudgments slug={slug} projectId={projectId} />
    </HydrateClient>
  );
}
