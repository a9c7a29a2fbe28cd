import { headers } from "next/headers";
import { LinkButton } from "#app/components/link-button.tsx";
import { MessagePage } from "#app/components/message-page.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";
import { translateSentence } from "#app/server-sentences.ts";
import { faultSentence } from "#app/trpc/fault-sentence.ts";
import { caller } from "#app/trpc/server.tsx";

/** Says why a sign-in link does not work; the pages for 403 and 404 are given no parameters. */
export async function SpentLink() {
  const token = (await headers()).get("x-request-path")?.split("/").at(-1) ?? "";
  const sentence = await faultSentence(caller.accounts.signInLink({ token }));
  const translate = await getTranslations("site");
  const sentences = await getTranslations("faults.sentences");
  const reason = translateSentence(sentences, sentence);
  return (
    <MessagePage
      title={translate("link.spentTitle")}
      action={<LinkButton href="/sign-in">{translate("link.otherWay")}</LinkButton>}
    >
      {translate("link.spentText", { reason })}
    </MessagePage>
  );
}
