import type { Metadata } from "next";
import type { ReactNode } from "react";
import { isAtLeast } from "#server/auth/permissions.ts";
import { getProject } from "./get-project.ts";
import { LazyServiceBanner } from "./lazy-service-banner.tsx";
import { ProjectNavigation } from "./project-navigation.tsx";

type ProjectLayoutProps = {
  readonly params: Promise<{ readonly slug: string }>;
  readonly children: ReactNode;
};

export async function generateMetadata({ params }: ProjectLayoutProps): Promise<Metadata> {
  const { name } = await getProject((await params).slug);
  return { title: { default: name, template: `%s · ${name} · Tiebreak` } };
}

export default async function ProjectLayout({ params, children }: ProjectLayoutProps) {
  const project = await getProject((await params).slug);
  return (
    <>
      <ProjectNavigation project={project} />
      {isAtLeast(project.role, "manager") && (
        <LazyServiceBanner projectId={project.id} slug={project.slug} />
      )}
      <main
        id="content"
        className="mx-auto w-full max-w-page flex-1 px-5 py-10 has-data-wide:max-w-wide has-data-wide:py-5 sm:py-12 sm:has-data-wide:py-5"
      >
        {children}
      </main>
    </>
  );
}
