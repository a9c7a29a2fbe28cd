import type { ReactNode } from "react";

export default function SiteLayout({ children }: { readonly children: ReactNode }) {
  return (
    <main id="content" className="flex flex-1 flex-col">
      {children}
    </main>
  );
}
