import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const widths = {
  form: "max-w-form",
  prose: "max-w-prose",
  page: "max-w-page",
  wide: "max-w-wide",
} as const;

type PageBodyProps = { readonly width?: keyof typeof widths; readonly children: ReactNode };

/** The column that a page's content stands in. */
export function PageBody({ width = "page", children }: PageBodyProps) {
  return (
    <div className={classNames("mx-auto w-full px-5 py-10 sm:py-14", widths[width])}>
      {children}
    </div>
  );
}
