"use client";
"use no memo";

import type { Route } from "next";
import Link from "next/link";
import { type ComponentProps, useState } from "react";

type NearLinkProps<Path extends string> = Omit<ComponentProps<typeof Link>, "href" | "prefetch"> & {
  readonly href: Route<Path>;
};

/**
 * A link whose page is fetched when somebody comes near it, and not already when it comes into view:
 * links that are on every page would fetch the scripts of all the others at the first visit.
 */
export function NearLink<Path extends string>(props: NearLinkProps<Path>) {
  const [isNear, setIsNear] = useState(false);
  const comeNear = () => setIsNear(true);
  return (
    <Link
      {...props}
      prefetch={isNear ? null : false}
      onPointerEnter={comeNear}
      onFocus={comeNear}
    />
  );
}
