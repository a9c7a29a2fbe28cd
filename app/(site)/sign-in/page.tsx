import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { Notice } from "#app/components/notice.tsx";
import { PageBody } from "#app/components/page-body.tsx";
import { TextLink } from "#app/components/text-link.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";
import { ProviderButtons } from "#app/provider-buttons.tsx";
import { refusalKey } from "#app/refusal-key.ts";
import { safePath } from "#app/safe-path.ts";
import { caller } from "#app/trpc/server.tsx";
import { PasswordForm } from "./password-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const translate = await getTranslations("site");
  return { title: translate("signIn.title") };
}

type SignInPageProps = {
  readonly searchParams: Promise<{
    readonly next?: string | string[];
    readonly error?: string | string[];
  }>;
};

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, error } = await searchParams;
  const path = safePath(next);
  // The path was checked to be one of this site.
  if ((await caller.accounts.viewer()) !== null) redirect(path as Route);
  const { providers, isSignUpOpen } = await caller.accounts.waysIn();
  const translate = await getTranslations("site");
  const faults = await getTranslations("faults");
  return (
    <PageBody width="form">
      <h1 className="mb-8 font-display text-4xl">{translate("signIn.title")}</h1>
      <div className="flex flex-col gap-6">
        {typeof error === "string" && (
          <Notice tone="danger" isAlert>
            {faults(refusalKey(error))}
          </Notice>
        )}
        <ProviderButtons providers={providers} returnTo={path} />
        <PasswordForm returnTo={path} />
        <p className="border-t border-line pt-6 text-sm leading-6 text-muted">
          {isSignUpOpen
            ? translate.rich("signIn.newHere", {
                link: (words) => <TextLink href="/sign-up">{words}</TextLink>,
              })
            : translate("signIn.inviteNeeded")}
        </p>
      </div>
    </PageBody>
  );
}
