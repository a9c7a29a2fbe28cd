import { LinkButton } from "#app/components/link-button.tsx";
import { MessagePage } from "#app/components/message-page.tsx";

export default function ForbiddenPage() {
  return (
    <main id="content" className="flex-1">
      <MessagePage
        eyebrow="403"
        title="Not for your role"
        action={<LinkButton href="/">Go to your projects</LinkButton>}
      >
        You are a member, but this page needs a higher role. A manager of the project can give you
        one.
      </MessagePage>
    </main>
  );
}
