import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { textLinkClass } from "./text-link-class.ts";

export function TextLink({
  href,
  children,
}: {
  readonly href: Route;
  readonly children: ReactNode;
}) {
  return (
    <Link href={href} className={textLinkClass}>
      {children}
    </Link>
  );
}
