import type { Metadata } from "next";
import { LinkButton } from "#app/components/link-button.tsx";
import { PageBody } from "#app/components/page-body.tsx";
import { TextLink } from "#app/components/text-link.tsx";
import { projectPath } from "#app/projects/project-path.ts";
import { ProviderButtons } from "#app/provider-buttons.tsx";
import { roleWords } from "#app/role-words.ts";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { caller } from "#app/trpc/server.tsx";
import { AcceptInvite } from "./accept-invite.tsx";
import { JoinForm } from "./join-form.tsx";

export const metadata: Metadata = { title: "Invite" };

type InvitePageProps = { readonly params: Promise<{ readonly token: string }> };
type Invite = ApiOutputs["invites"]["byToken"];

/** Says what the invite is for; only a press of the button accepts it. */
export default async function InvitePage({ params }: InvitePageProps) {
  const { token } = await params;
  const invite = await orFaultPage(caller.invites.byToken({ token }));
  const viewer = await caller.accounts.viewer();
  return (
    <PageBody width="form">
      <InviteHeading invite={invite} />
      {viewer === null ? (
        <StrangersWays token={token} invite={invite} />
      ) : (
        <MembersWay token={token} invite={invite} viewerName={viewer.name} />
      )}
    </PageBody>
  );
}

function InviteHeading({ invite }: { readonly invite: Invite }) {
  const { label, may } = roleWords[invite.role];
  return (
    <header className="mb-8">
      <p className="mb-2 text-sm font-medium text-muted">You are invited to</p>
      <h1 dir="auto" className="font-display text-4xl leading-tight">
        {invite.projectName}
      </h1>
      {invite.projectDescription && (
        <p dir="auto" className="mt-3 leading-7 text-muted">
          {invite.projectDescription}
        </p>
      )}
      <p className="mt-5 border-l-2 border-accent pl-4 text-sm leading-6">
        As <strong className="font-semibold">{label.toLowerCase()}</strong> you can {may}.
      </p>
    </header>
  );
}

type WayProps = { readonly token: string; readonly invite: Invite };

function MembersWay({ token, invite, viewerName }: WayProps & { readonly viewerName: string }) {
  if (invite.isMember) {
    return (
      <div className="flex flex-col items-start gap-5">
        <p>You are a member already.</p>
        <LinkButton href={projectPath(invite.projectSlug)} variant="primary">
          Go to the project
        </LinkButton>
      </div>
    );
  }
  return <AcceptInvite token={token} viewerName={viewerName} />;
}

async function StrangersWays({ token, invite }: WayProps) {
  const { providers } = await caller.accounts.waysIn();
  const returnTo = `/invite/${token}`;
  return (
    <div className="flex flex-col gap-6">
      <p className="text-sm text-muted">
        Have an account? <TextLink href={`/sign-in?next=${returnTo}`}>Sign in to join</TextLink>
      </p>
      <ProviderButtons providers={providers} returnTo={returnTo} />
      <JoinForm token={token} projectSlug={invite.projectSlug} />
    </div>
  );
}
