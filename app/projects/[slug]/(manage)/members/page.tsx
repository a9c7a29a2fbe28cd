import type { Metadata } from "next";
import { PageHeader } from "#app/components/page-header.tsx";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { HydrateClient } from "#app/trpc/hydrate-client.tsx";
import { caller, getQueryClient, trpc } from "#app/trpc/server.tsx";
import { InvitesPanel } from "./invites-panel.tsx";
import { MembersPanel } from "./members-panel.tsx";

export const metadata: Metadata = { title: "Members" };

type MembersPageProps = { readonly params: Promise<{ readonly slug: string }> };

export default async function MembersPage({ params }: MembersPageProps) {
  const { id: projectId, role } = await getProject((await params).slug);
  const viewer = await caller.accounts.viewer();
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(trpc.members.list.queryOptions({ projectId })),
    queryClient.prefetchQuery(trpc.invites.list.queryOptions({ projectId })),
  ]);
  return (
    <HydrateClient>
      <PageHeader
        title="Members"
        description="Roles and removals take effect at the person’s next request."
      />
      <MembersPanel projectId={projectId} viewerId={viewer?.id ?? ""} viewerRole={role} />
      <InvitesPanel projectId={projectId} viewerRole={role} />
    </HydrateClient>
  );
}
