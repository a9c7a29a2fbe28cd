import { forbidden } from "next/navigation";
import type { ReactNode } from "react";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { QueryProvider } from "#app/trpc/client.tsx";
import { isAtLeast } from "#server/auth/permissions.ts";

type ManageLayoutProps = {
  readonly params: Promise<{ readonly slug: string }>;
  readonly children: ReactNode;
};

/** Gives others the right page and status at once; what is shown is guarded in its procedures. */
export default async function ManageLayout({ params, children }: ManageLayoutProps) {
  const { role } = await getProject((await params).slug);
  if (!isAtLeast(role, "manager")) forbidden();
  return <QueryProvider>{children}</QueryProvider>;
}
