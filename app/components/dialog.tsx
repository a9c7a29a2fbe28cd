"use client";

import type { ReactNode } from "react";
import { useLazyModule } from "./lazy-module.ts";
import { overlays } from "./overlays.ts";

export type DialogProps = {
  readonly title: string;
  readonly isOpen: boolean;
  onClose(): void;
  /** `alert` for a question that must be answered; it does not close on a press outside. */
  readonly kind?: "plain" | "alert";
  /** It may soon have to open, perhaps with no connection, so what it needs is fetched already. */
  readonly isExpected?: boolean;
  readonly children: ReactNode;
};

/** A window over the page; a sheet at the bottom edge on a phone. */
export function Dialog(props: DialogProps) {
  const primitives = useLazyModule(overlays, props.isOpen || props.isExpected === true);
  return primitives === null ? null : <primitives.DialogWindow {...props} />;
}
