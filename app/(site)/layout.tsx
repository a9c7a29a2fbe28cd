import type { ReactNode } from "react";
import { QueryProvider } from "#app/trpc/client.tsx";

export default function SiteLayout({ children }: { readonly children: ReactNode }) {
  return (
    <main id="content" className="flex flex-1 flex-col">
      <QueryProvider>{children}</QueryProvider>
    </main>
  );
}
