import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageBody } from "#app/components/page-body.tsx";
import { TextLink } from "#app/components/text-link.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";
import { caller } from "#app/trpc/server.tsx";
import { SignUpForm } from "./sign-up-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const translate = await getTranslations("site");
  return { title: translate("newAccount.title") };
}

export default async function SignUpPage() {
  const { isSignUpOpen } = await caller.accounts.waysIn();
  if (!isSignUpOpen) notFound();
  const translate = await getTranslations("site");
  return (
    <PageBody width="form">
      <h1 className="mb-8 font-display text-4xl">{translate("newAccount.title")}</h1>
      <SignUpForm />
      <p className="mt-6 border-t border-line pt-6 text-sm text-muted">
        {translate.rich("newAccount.haveAccount", {
          link: (words) => <TextLink href="/sign-in">{words}</TextLink>,
        })}
      </p>
    </PageBody>
  );
}
