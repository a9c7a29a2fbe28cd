"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { RouterProvider } from "react-aria-components";

/** Lets links inside menus move within the application without loading a new document. */
export function NavigationProvider({ children }: { readonly children: ReactNode }) {
  const router = useRouter();
  return (
    // The addresses come from our own pages, which the compiler has checked where they are written.
    <RouterProvider navigate={(path) => router.push(path as Route)}>{children}</RouterProvider>
  );
}
