import { LinkButton } from "#app/components/link-button.tsx";
import { MessagePage } from "#app/components/message-page.tsx";

export default function ProjectNotFoundPage() {
  return (
    <main id="content" className="flex-1">
      <title>No such project · Tiebreak</title>
      <MessagePage
        eyebrow="404"
        title="No project of yours is here"
        action={<LinkButton href="/">Go to your projects</LinkButton>}
      >
        There is no such project, or you are not a member of it any more. What you judged before is
        kept. If you think this is a mistake, ask whoever invited you.
      </MessagePage>
    </main>
  );
}
