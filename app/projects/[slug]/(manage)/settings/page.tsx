import type { Metadata } from "next";
import { PageHeader } from "#app/components/page-header.tsx";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";
import { GuidelinesForm } from "./guidelines-form.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { StatusSection } from "./status-section.tsx";

export const metadata: Metadata = { title: "Settings" };

type SettingsPageProps = { readonly params: Promise<{ readonly slug: string }> };

export default async function SettingsPage({ params }: SettingsPageProps) {
  const project = await getProject((await params).slug);
  const settings = await orFaultPage(caller.projects.settings({ projectId: project.id }));
  return (
    <>
      <PageHeader title="Settings" />
      <StatusSection projectId={project.id} status={project.status} />
      <SettingsForm project={project} settings={settings} />
      <GuidelinesForm
        projectId={project.id}
        version={settings.guidelinesVersion}
        markdown={settings.guidelines}
      />
    </>
  );
}
