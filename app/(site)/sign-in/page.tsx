import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { Notice } from "#app/components/notice.tsx";
import { PageBody } from "#app/components/page-body.tsx";
import { TextLink } from "#app/components/text-link.tsx";
import { ProviderButtons } from "#app/provider-buttons.tsx";
import { refusalWords } from "#app/refusal-words.ts";
import { safePath } from "#app/safe-path.ts";
import { caller } from "#app/trpc/server.tsx";
import { PasswordForm } from "./password-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

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
  return (
    <PageBody width="form">
      <h1 className="mb-8 font-display text-4xl">Sign in</h1>
      <div className="flex flex-col gap-6">
        {typeof error === "string" && (
          <Notice tone="danger" isAlert>
            {refusalWords(error)}
          </Notice>
        )}
        <ProviderButtons providers={providers} returnTo={path} />
        <PasswordForm returnTo={path} />
        <p className="border-t border-line pt-6 text-sm leading-6 text-muted">
          {isSignUpOpen ? (
            <>
              New here? <TextLink href="/sign-up">Create an account</TextLink>
            </>
          ) : (
            "New here? You need an invite link from somebody who runs a project."
          )}
        </p>
      </div>
    </PageBody>
  );
}
