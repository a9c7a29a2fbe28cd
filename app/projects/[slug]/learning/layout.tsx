import type { ReactNode } from "react";
import { QueryProvider } from "#app/trpc/client.tsx";

export default function LearningLayout({ children }: { readonly children: ReactNode }) {
  return <QueryProvider>{children}</QueryProvider>;
}
