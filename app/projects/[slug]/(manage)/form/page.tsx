import type { Metadata } from "next";
import { PageHeader } from "#app/components/page-header.tsx";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";
import { FormBuilder } from "./form-builder.tsx";

export const metadata: Metadata = { title: "Form" };

type FormPageProps = { readonly params: Promise<{ readonly slug: string }> };

export default async function FormPage({ params }: FormPageProps) {
  const project = await getProject((await params).slug);
  const settings = await orFaultPage(caller.projects.settings({ projectId: project.id }));
  return (
    <>
      <PageHeader
        title="Form"
        description="What the judge screen asks about a pair. The preview is the very screen, and nothing tried in it is saved."
      />
      <FormBuilder projectId={project.id} saved={settings.form} judgments={settings.judgments} />
    </>
  );
}
