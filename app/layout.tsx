import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ApiProvider } from "#app/trpc/client.tsx";
import { fontVariables } from "./fonts.ts";
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
      <body className="font-sans text-base text-ink">
        <ApiProvider>{children}</ApiProvider>
      </body>
    </html>
  );
}
