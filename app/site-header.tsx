import { AccountMenu } from "./account-menu.tsx";
import { LinkButton } from "./components/link-button.tsx";
import { NearLink } from "./components/near-link.tsx";
import { LanguageMenu } from "./language-menu.tsx";
import { getTranslations } from "./messages/get-translations.ts";
import { caller } from "./trpc/server.tsx";

export async function SiteHeader() {
  const viewer = await caller.accounts.viewer();
  const translate = await getTranslations("shell");
  return (
    <header className="border-b border-line">
      <div className="mx-auto flex h-14 max-w-wide items-center justify-between gap-4 px-5">
        <NearLink href="/" className="-mx-1 flex items-center gap-2.5 rounded-control px-1 py-1">
          <Mark />
          <span className="font-display text-[1.375rem] leading-none">Tiebreak</span>
        </NearLink>
        {viewer ? (
          <AccountMenu name={viewer.name} />
        ) : (
          <div className="flex items-center gap-1">
            <LanguageMenu />
            <LinkButton href="/sign-in" variant="quiet" size="small">
              {translate("signIn")}
            </LinkButton>
          </div>
        )}
      </div>
    </header>
  );
}

/** Two lines and the point between them that decides. */
function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className="size-6 text-accent" fill="none">
      <path d="M4 6h16M4 18h16" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
      <circle cx="15" cy="12" r="2.75" fill="currentColor" />
    </svg>
  );
}
