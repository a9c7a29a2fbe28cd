import { LinkButton } from "#app/components/link-button.tsx";
import { MessagePage } from "#app/components/message-page.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";

export default async function ProjectNotFoundPage() {
  const translate = await getTranslations("faults");
  return (
    <main id="content" className="flex-1">
      <title>{`${translate("noProject.documentTitle")} · Tiebreak`}</title>
      <MessagePage
        eyebrow="404"
        title={translate("noProject.title")}
        action={<LinkButton href="/">{translate("yourProjects")}</LinkButton>}
      >
        {translate("noProject.text")}
      </MessagePage>
    </main>
  );
}
