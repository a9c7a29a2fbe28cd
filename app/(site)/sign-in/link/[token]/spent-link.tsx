import { headers } from "next/headers";
import { LinkButton } from "#app/components/link-button.tsx";
import { MessagePage } from "#app/components/message-page.tsx";
import { faultSentence } from "#app/trpc/fault-sentence.ts";
import { caller } from "#app/trpc/server.tsx";

/** Says why a sign-in link does not work; the pages for 403 and 404 are given no parameters. */
export async function SpentLink() {
  const token = (await headers()).get("x-request-path")?.split("/").at(-1) ?? "";
  const sentence = await faultSentence(caller.accounts.signInLink({ token }));
  return (
    <MessagePage
      title="This link does not work"
      action={<LinkButton href="/sign-in">Sign in another way</LinkButton>}
    >
      {sentence} Whoever runs this installation can make a new one.
    </MessagePage>
  );
}
