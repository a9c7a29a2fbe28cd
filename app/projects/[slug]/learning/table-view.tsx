import type { ReactNode } from "react";

/** The figures behind a plot, for who would rather read them. */
export function TableView({ children }: { readonly children: ReactNode }) {
  return (
    <details className="mt-4">
      <summary className="w-fit rounded-control px-2 py-1 text-sm text-muted hover:bg-hover">
        Show as a table
      </summary>
      <div className="mt-3 max-h-96 overflow-y-auto">{children}</div>
    </details>
  );
}
