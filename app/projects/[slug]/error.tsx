"use client";

import { FaultPage } from "#app/components/fault-page.tsx";

type ProjectErrorProps = { readonly error: unknown; retry(): void };

/** Keeps the project's navigation, so that the other pages stay in reach. */
export default function ProjectError({ error, retry }: ProjectErrorProps) {
  return <FaultPage error={error} retry={retry} isInset />;
}
