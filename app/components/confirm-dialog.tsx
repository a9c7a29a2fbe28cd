"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

type ConfirmDialogProps = {
  readonly title: string;
  readonly isOpen: boolean;
  readonly confirmLabel: string;
  readonly isBusy?: boolean;
  readonly children: ReactNode;
  onConfirm(): void;
  onClose(): void;
};

/** Asks before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, isOpen, confirmLabel, isBusy, children, onConfirm, onClose } = props;
  const translate = useTranslations("common");
  return (
    <Dialog kind="alert" title={title} isOpen={isOpen} onClose={onClose}>
      <div className="text-sm leading-6 text-muted">{children}</div>
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{translate("cancel")}</Button>
        <Button variant="danger" isBusy={isBusy} onClick={onConfirm}>
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
