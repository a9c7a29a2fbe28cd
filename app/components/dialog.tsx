"use client";

import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslations } from "use-intl/react";
import { CloseIcon } from "./icons.tsx";

type DialogProps = {
  readonly title: string;
  readonly isOpen: boolean;
  onClose(): void;
  /** `alert` for a question that must be answered; it does not close on a press outside. */
  readonly kind?: "plain" | "alert";
  readonly children: ReactNode;
};

/** A window over the page; a sheet at the bottom edge on a phone. */
export function Dialog({ title, isOpen, onClose, kind = "plain", children }: DialogProps) {
  const translate = useTranslations("shell");
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(isNowOpen) => isNowOpen || onClose()}
      isDismissable={kind === "plain"}
      className="fixed inset-0 z-50 flex items-end justify-center bg-scrim sm:items-center sm:p-6"
    >
      <Modal className="max-h-[92dvh] w-full animate-appear overflow-y-auto rounded-t-panel bg-raised shadow-overlay sm:max-w-lg sm:rounded-panel">
        <AriaDialog
          role={kind === "alert" ? "alertdialog" : "dialog"}
          className="flex flex-col gap-5 p-6 outline-none"
        >
          <div className="flex items-start justify-between gap-4">
            <Heading slot="title" className="font-display text-2xl leading-tight">
              {title}
            </Heading>
            <button
              type="button"
              aria-label={translate("close")}
              onClick={onClose}
              className="-m-1.5 rounded-control p-1.5 text-muted hover:bg-hover hover:text-ink"
            >
              <CloseIcon />
            </button>
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
