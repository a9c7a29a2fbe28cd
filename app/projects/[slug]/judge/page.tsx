import type { Metadata } from "next";
import { getTranslations } from "#app/messages/get-translations.ts";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";
import { JudgeWorkspace } from "./judge-workspace.tsx";
import { LazyRanking } from "./ranking/lazy-ranking.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("judge"))("title") };
}

export default async function JudgePage({ params }: PageProps<"/projects/[slug]/judge">) {
  const { slug } = await params;
  const project = await getProject(slug);
  const opening = await orFaultPage(caller.assignments.opening({ projectId: project.id }));
  const preferences = await caller.accounts.preferences();
  const Workspace = opening.form.rankingSize === null ? JudgeWorkspace : LazyRanking;
  return (
    <Workspace slug={slug} projectId={project.id} opening={opening} preferences={preferences} />
  );
}
