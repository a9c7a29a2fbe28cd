import { headers } from "next/headers";
import { LinkButton } from "#app/components/link-button.tsx";
import { MessagePage } from "#app/components/message-page.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";
import { translateSentence } from "#app/server-sentences.ts";
import { faultSentence } from "#app/trpc/fault-sentence.ts";
import { caller } from "#app/trpc/server.tsx";

/** Says why an invite does not work; the pages for 403 and 404 are given no parameters. */
export async function SpentInvite() {
  const token = (await headers()).get("x-request-path")?.split("/").at(-1) ?? "";
  const sentence = await faultSentence(caller.invites.byToken({ token }));
  const translate = await getTranslations("site");
  const sentences = await getTranslations("faults.sentences");
  return (
    <MessagePage
      title={translate("invite.spentTitle")}
      action={<LinkButton href="/">{translate("invite.goToStart")}</LinkButton>}
    >
      {translateSentence(sentences, sentence)}
    </MessagePage>
  );
}
