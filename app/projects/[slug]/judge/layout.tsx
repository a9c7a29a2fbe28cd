import type { ReactNode } from "react";

/** Two responses side by side need the whole window; the project's layout looks for the mark. */
export default function JudgeLayout({ children }: { readonly children: ReactNode }) {
  return <div data-wide="">{children}</div>;
}
