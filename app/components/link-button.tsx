"use no memo";

import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";
import { classNames } from "./class-names.ts";

type LinkButtonProps<Path extends string> = {
  readonly href: Route<Path>;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly className?: string;
  readonly children: ReactNode;
};

/** A link that looks like a button: for going somewhere, never for changing something. */
export function LinkButton<Path extends string>(props: LinkButtonProps<Path>) {
  const { href, variant, size, className, children } = props;
  return (
    <Link href={href} className={classNames(buttonClass(variant, size), className)}>
      {children}
    </Link>
  );
}
