import type { Metadata } from "next";
import { PageHeader } from "#app/components/page-header.tsx";
import { TextLink } from "#app/components/text-link.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { projectPath } from "#app/projects/project-path.ts";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";
import { AmendWorkspace } from "./amend-workspace.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("judge"))("mine.one") };
}

export default async function JudgmentPage({
  params,
}: PageProps<"/projects/[slug]/my-judgments/[judgmentId]">) {
  const { slug, judgmentId } = await params;
  const { id: projectId } = await getProject(slug);
  const translate = await getTranslations("judge");
  const judgment = await orFaultPage(caller.judgments.find({ projectId, judgmentId }));
  const viewerId = (await caller.accounts.viewer())?.id ?? "";
  return (
    <div data-wide="">
      <p className="mb-4 text-sm">
        <TextLink href={projectPath(slug, "my-judgments")}>{translate("mine.back")}</TextLink>
      </p>
      <PageHeader title={translate("mine.one")} />
      <AmendWorkspace {...{ slug, projectId, viewerId, judgment }} />
    </div>
  );
}
