import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageBody } from "#app/components/page-body.tsx";
import { TextLink } from "#app/components/text-link.tsx";
import { caller } from "#app/trpc/server.tsx";
import { SignUpForm } from "./sign-up-form.tsx";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage() {
  const { isSignUpOpen } = await caller.accounts.waysIn();
  if (!isSignUpOpen) notFound();
  return (
    <PageBody width="form">
      <h1 className="mb-8 font-display text-4xl">Create an account</h1>
      <SignUpForm />
      <p className="mt-6 border-t border-line pt-6 text-sm text-muted">
        Have an account? <TextLink href="/sign-in">Sign in</TextLink>
      </p>
    </PageBody>
  );
}
