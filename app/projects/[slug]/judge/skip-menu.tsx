"use client";

import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { Dialog } from "#app/components/dialog.tsx";
import { Menu, MenuItem } from "#app/components/menu.tsx";
import { skipReasons } from "#server/contracts/vocabulary.ts";
import type { SkipReason } from "./judge-api.ts";
import { ActionKey } from "./key.tsx";

/** Skipping is one press; saying why is one more, and never asked for. */
export function SkipMenu({
  isEnabled,
  onSkip,
}: {
  readonly isEnabled: boolean;
  onSkip(reason: SkipReason): void;
}) {
  const translate = useTranslations("judge");
  return (
    <div className="flex items-center gap-1">
      <Button variant="quiet" size="small" disabled={!isEnabled} onClick={() => onSkip(null)}>
        {translate("action.skip")} <ActionKey action="skip" />
      </Button>
      {isEnabled && (
        <Menu label={translate("skip.menu")} trigger={translate("skip.why")} size="small">
          {skipReasons.map((reason) => (
            <MenuItem key={reason} onAction={() => onSkip(reason)}>
              {translate(`skip.${reason}`)}
            </MenuItem>
          ))}
        </Menu>
      )}
    </div>
  );
}

/** Asked only when something typed would be lost. */
export function SkipQuestion({
  isOpen,
  isExpected,
  onSkip,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly isExpected: boolean;
  onSkip(): void;
  onClose(): void;
}) {
  const translate = useTranslations("judge.skip");
  return (
    <Dialog kind="alert" title={translate("confirmTitle")} {...{ isOpen, isExpected, onClose }}>
      <p className="text-sm leading-6 text-muted">{translate("confirmText")}</p>
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{translate("cancel")}</Button>
        <Button variant="danger" onClick={onSkip}>
          {translate("confirm")}
        </Button>
      </div>
    </Dialog>
  );
}
