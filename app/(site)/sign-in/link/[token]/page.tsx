import type { Metadata } from "next";
import { MessagePage } from "#app/components/message-page.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";
import { RedeemButton } from "./redeem-button.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const translate = await getTranslations("site");
  return { title: translate("link.documentTitle") };
}

type LinkPageProps = { readonly params: Promise<{ readonly token: string }> };

/** Only looks: chat programs open addresses to preview them, and that must not use the link up. */
export default async function SignInLinkPage({ params }: LinkPageProps) {
  const { token } = await params;
  await orFaultPage(caller.accounts.signInLink({ token }));
  const translate = await getTranslations("site");
  return (
    <MessagePage title={translate("link.title")} action={<RedeemButton token={token} />}>
      {translate("link.text")}
    </MessagePage>
  );
}
