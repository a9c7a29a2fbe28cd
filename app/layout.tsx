import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ToastProvider } from "#app/components/toast.tsx";
import { ApiProvider } from "#app/trpc/client.tsx";
import { fontVariables } from "./fonts.ts";
import { NavigationProvider } from "./navigation.tsx";
import { SiteHeader } from "./site-header.tsx";
import { readThemeChoice } from "./theme.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Tiebreak", template: "%s · Tiebreak" },
  description: "Human preferences where a reward model is undecided.",
  robots: { index: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = await readThemeChoice();
  return (
    <html lang="en" className={fontVariables} data-theme={theme === "system" ? undefined : theme}>
      <body className="flex flex-col bg-paper font-sans text-base text-ink">
        <a
          href="#content"
          className="sr-only rounded-control bg-ink px-4 py-2 text-sm text-paper focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
        >
          Skip to content
        </a>
        <ApiProvider>
          <NavigationProvider>
            <ToastProvider>
              <SiteHeader />
              {children}
            </ToastProvider>
          </NavigationProvider>
        </ApiProvider>
      </body>
    </html>
  );
}
