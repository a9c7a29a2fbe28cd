import type { Metadata } from "next";
import { MessagePage } from "#app/components/message-page.tsx";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";
import { RedeemButton } from "./redeem-button.tsx";

export const metadata: Metadata = { title: "Sign in" };

type LinkPageProps = { readonly params: Promise<{ readonly token: string }> };

/** Only looks: chat programs open addresses to preview them, and that must not use the link up. */
export default async function SignInLinkPage({ params }: LinkPageProps) {
  const { token } = await params;
  await orFaultPage(caller.accounts.signInLink({ token }));
  return (
    <MessagePage title="Sign in to Tiebreak" action={<RedeemButton token={token} />}>
      This link signs you in once. Afterwards, set a password on your account page, so that you can
      come back.
    </MessagePage>
  );
}
