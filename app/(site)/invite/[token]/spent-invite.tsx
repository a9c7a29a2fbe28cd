import { headers } from "next/headers";
import { LinkButton } from "#app/components/link-button.tsx";
import { MessagePage } from "#app/components/message-page.tsx";
import { faultSentence } from "#app/trpc/fault-sentence.ts";
import { caller } from "#app/trpc/server.tsx";

/** Says why an invite does not work; the pages for 403 and 404 are given no parameters. */
export async function SpentInvite() {
  const token = (await headers()).get("x-request-path")?.split("/").at(-1) ?? "";
  const sentence = await faultSentence(caller.invites.byToken({ token }));
  return (
    <MessagePage
      title="This invite does not work"
      action={<LinkButton href="/">Go to the start page</LinkButton>}
    >
      {sentence}
    </MessagePage>
  );
}
