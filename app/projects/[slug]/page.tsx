import type { Route } from "next";
import { redirect } from "next/navigation";

type ProjectPageProps = { readonly params: Promise<{ readonly slug: string }> };

/** Judging is what a project is for, so that is where its address leads. */
export default async function ProjectPage({ params }: ProjectPageProps) {
  const { slug } = await params;
  redirect(`/projects/${slug}/judge` as Route);
}
