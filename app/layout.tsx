import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ToastProvider } from "#app/components/toast.tsx";
import { fontVariables } from "./fonts.ts";
import { getTranslations } from "./messages/get-translations.ts";
import { loadMessages } from "./messages/load-messages.ts";
import { directionOf } from "./messages/locale-choice.ts";
import { MessagesProvider } from "./messages/messages-provider.tsx";
import { readLocale } from "./messages/read-locale.ts";
import { SiteHeader } from "./site-header.tsx";
import { readThemeChoice } from "./theme.ts";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const translate = await getTranslations("shell");
  return {
    title: { default: "Tiebreak", template: "%s · Tiebreak" },
    description: translate("description"),
    robots: { index: false },
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = await readThemeChoice();
  const locale = await readLocale();
  const translate = await getTranslations("shell");
  return (
    <html
      lang={locale}
      dir={directionOf(locale)}
      className={fontVariables}
      data-theme={theme === "system" ? undefined : theme}
    >
      <body className="flex flex-col bg-paper font-sans text-base text-ink">
        <a
          href="#content"
          className="sr-only rounded-control bg-ink px-4 py-2 text-sm text-paper focus:not-sr-only focus:absolute focus:top-2 focus:start-2 focus:z-50"
        >
          {translate("skipToContent")}
        </a>
        <MessagesProvider locale={locale} messages={await loadMessages(locale)}>
          <ToastProvider>
            <SiteHeader />
            {children}
          </ToastProvider>
        </MessagesProvider>
      </body>
    </html>
  );
}
