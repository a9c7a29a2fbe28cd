import { LinkButton } from "#app/components/link-button.tsx";
import { MessagePage } from "#app/components/message-page.tsx";

export default function NotFoundPage() {
  return (
    <main id="content" className="flex-1">
      <MessagePage
        eyebrow="404"
        title="Nothing is here"
        action={<LinkButton href="/">Go to the start page</LinkButton>}
      >
        There is no page at this address. It may have been moved, or the address is not whole.
      </MessagePage>
    </main>
  );
}
