import type { Metadata } from "next";
import { Notice } from "#app/components/notice.tsx";
import { PageBody } from "#app/components/page-body.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";
import { refusalKey } from "#app/refusal-key.ts";
import { readThemeChoice } from "#app/theme.ts";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";
import { AppearanceSection } from "./appearance-section.tsx";
import { EmailSection } from "./email-section.tsx";
import { LanguageSection } from "./language-section.tsx";
import { PasswordSection } from "./password-section.tsx";
import { ProfileSection } from "./profile-section.tsx";
import { SessionSection } from "./session-section.tsx";
import { WaysInSection } from "./ways-in-section.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const translate = await getTranslations("account");
  return { title: translate("title") };
}

type AccountPageProps = { readonly searchParams: Promise<{ readonly error?: string | string[] }> };

export default async function AccountPage({ searchParams }: AccountPageProps) {
  const account = await orFaultPage(caller.accounts.settings());
  const { providers } = await caller.accounts.waysIn();
  const theme = await readThemeChoice();
  const { error } = await searchParams;
  const translate = await getTranslations("account");
  const faults = await getTranslations("faults");
  return (
    <PageBody>
      <PageHeader title={translate("title")} />
      {typeof error === "string" && (
        <div className="mb-8">
          <Notice tone="danger" isAlert>
            {faults(refusalKey(error))}
          </Notice>
        </div>
      )}
      <ProfileSection name={account.name} alias={account.alias} />
      <EmailSection
        email={account.email}
        isVerified={account.isEmailVerified}
        hasPassword={account.hasPassword}
      />
      <PasswordSection email={account.email} hasPassword={account.hasPassword} />
      <WaysInSection
        providers={providers}
        linked={account.identities.map((identity) => identity.provider)}
      />
      <AppearanceSection theme={theme} />
      <LanguageSection />
      <SessionSection />
    </PageBody>
  );
}
