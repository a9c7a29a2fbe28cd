import type { Metadata } from "next";
import { PageHeader } from "#app/components/page-header.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { caller } from "#app/trpc/server.tsx";
import { QuizWorkspace } from "./quiz-workspace.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("quiz"))("title") };
}

export default async function QuizPage({ params }: PageProps<"/projects/[slug]/quiz">) {
  const { slug } = await params;
  const { id: projectId } = await getProject(slug);
  const translate = await getTranslations("quiz");
  const quiz = await caller.quiz.find({ projectId, attempt: null });
  const needed = Math.ceil(quiz.passShare * quiz.total - 1e-9);
  return (
    <div data-wide="">
      <PageHeader
        title={translate("title")}
        description={quiz.total > 0 && translate("intro", { total: quiz.total, needed })}
      />
      <QuizWorkspace slug={slug} projectId={projectId} first={quiz} />
    </div>
  );
}
