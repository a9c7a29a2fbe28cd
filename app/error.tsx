"use client";

import { FaultPage } from "#app/components/fault-page.tsx";

type ErrorPageProps = { readonly error: unknown; retry(): void };

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <main id="content" className="flex-1">
      <FaultPage error={error} retry={retry} />
    </main>
  );
}
