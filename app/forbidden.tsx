import { LinkButton } from "#app/components/link-button.tsx";
import { MessagePage } from "#app/components/message-page.tsx";
import { getTranslations } from "./messages/get-translations.ts";

export default async function ForbiddenPage() {
  const translate = await getTranslations("faults");
  return (
    <main id="content" className="flex-1">
      <MessagePage
        eyebrow="403"
        title={translate("forbidden.title")}
        action={<LinkButton href="/">{translate("yourProjects")}</LinkButton>}
      >
        {translate("forbidden.text")}
      </MessagePage>
    </main>
  );
}
