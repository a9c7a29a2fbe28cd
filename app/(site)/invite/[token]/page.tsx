import type { Metadata } from "next";
import { LinkButton } from "#app/components/link-button.tsx";
import { PageBody } from "#app/components/page-body.tsx";
import { TextLink } from "#app/components/text-link.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";
import { projectPath } from "#app/projects/project-path.ts";
import { ProviderButtons } from "#app/provider-buttons.tsx";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { caller } from "#app/trpc/server.tsx";
import { AcceptInvite } from "./accept-invite.tsx";
import { JoinForm } from "./join-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const translate = await getTranslations("site");
  return { title: translate("invite.documentTitle") };
}

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

async function InviteHeading({ invite }: { readonly invite: Invite }) {
  const translate = await getTranslations("site");
  return (
    <header className="mb-8">
      <p className="mb-2 text-sm font-medium text-muted">{translate("invite.invitedTo")}</p>
      <h1 className="font-display text-4xl leading-tight">
        <bdi>{invite.projectName}</bdi>
      </h1>
      {invite.projectDescription && (
        <p className="mt-3 leading-7 text-muted">
          <bdi>{invite.projectDescription}</bdi>
        </p>
      )}
      <p className="mt-5 border-s-2 border-accent ps-4 text-sm leading-6">
        {translate.rich(`invite.as.${invite.role}`, {
          role: (words) => <strong className="font-semibold">{words}</strong>,
        })}
      </p>
    </header>
  );
}

type WayProps = { readonly token: string; readonly invite: Invite };

async function MembersWay({
  token,
  invite,
  viewerName,
}: WayProps & { readonly viewerName: string }) {
  const translate = await getTranslations("site");
  if (invite.isMember) {
    return (
      <div className="flex flex-col items-start gap-5">
        <p>{translate("invite.alreadyMember")}</p>
        <LinkButton href={projectPath(invite.projectSlug)} variant="primary">
          {translate("invite.goToProject")}
        </LinkButton>
      </div>
    );
  }
  return <AcceptInvite token={token} viewerName={viewerName} />;
}

async function StrangersWays({ token, invite }: WayProps) {
  const { providers } = await caller.accounts.waysIn();
  const translate = await getTranslations("site");
  const returnTo = `/invite/${token}`;
  return (
    <div className="flex flex-col gap-6">
      <p className="text-sm text-muted">
        {translate.rich("invite.haveAccount", {
          link: (words) => <TextLink href={`/sign-in?next=${returnTo}`}>{words}</TextLink>,
        })}
      </p>
      <ProviderButtons providers={providers} returnTo={returnTo} />
      <JoinForm token={token} projectSlug={invite.projectSlug} />
    </div>
  );
}
