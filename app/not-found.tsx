import { LinkButton } from "#app/components/link-button.tsx";
import { MessagePage } from "#app/components/message-page.tsx";
import { getTranslations } from "./messages/get-translations.ts";

export default async function NotFoundPage() {
  const translate = await getTranslations("faults");
  return (
    <main id="content" className="flex-1">
      <MessagePage
        eyebrow="404"
        title={translate("notFound.title")}
        action={<LinkButton href="/">{translate("notFound.action")}</LinkButton>}
      >
        {translate("notFound.text")}
      </MessagePage>
    </main>
  );
}
