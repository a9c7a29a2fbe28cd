"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import type { ReactNode, RefObject } from "react";
import {
  Dialog as AriaDialog,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Heading,
  I18nProvider,
  Modal,
  ModalOverlay,
  Popover,
  RouterProvider,
} from "react-aria-components";
import { useLocale, useTranslations } from "use-intl/react";
import { classNames } from "./class-names.ts";
import type { DialogProps } from "./dialog.tsx";
import { CloseIcon } from "./icons.tsx";
import type { MenuItemProps } from "./menu.tsx";

/** Gives the primitives their direction, and lets links inside menus move without a new document. */
function Surroundings({ children }: { readonly children: ReactNode }) {
  const router = useRouter();
  return (
    <I18nProvider locale={useLocale()}>
      {/* The addresses come from our own pages, which the compiler has checked where they are written. */}
      <RouterProvider navigate={(path) => router.push(path as Route)}>{children}</RouterProvider>
    </I18nProvider>
  );
}

export function DialogWindow({ title, isOpen, onClose, kind = "plain", children }: DialogProps) {
  const translate = useTranslations("shell");
  return (
    <Surroundings>
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
    </Surroundings>
  );
}

type Anchored = {
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly label: string;
  onOpenChange(isOpen: boolean): void;
  readonly children: ReactNode;
};

export function MenuList({ trigger, label, onOpenChange, children }: Anchored) {
  return (
    <Surroundings>
      <Popover
        isOpen
        triggerRef={trigger}
        onOpenChange={onOpenChange}
        placement="bottom end"
        aria-label={label}
        className="min-w-48 animate-appear overflow-y-auto rounded-control border border-line bg-raised p-1 shadow-overlay"
      >
        <AriaMenu
          autoFocus="first"
          aria-label={label}
          onClose={() => onOpenChange(false)}
          className="outline-none"
        >
          {children}
        </AriaMenu>
      </Popover>
    </Surroundings>
  );
}

export function MenuListItem({ href, isDanger = false, lang, onAction, children }: MenuItemProps) {
  return (
    <AriaMenuItem
      href={href}
      onAction={onAction}
      className={classNames(
        "block cursor-pointer rounded-[0.375rem] px-3 py-2 text-sm outline-none focus:bg-hover",
        isDanger && "text-danger",
      )}
    >
      {lang === undefined ? children : <span lang={lang}>{children}</span>}
    </AriaMenuItem>
  );
}

/** A small window beside what opened it. */
export function Bubble({ trigger, label, onOpenChange, children }: Anchored) {
  return (
    <Surroundings>
      <Popover
        isOpen
        triggerRef={trigger}
        onOpenChange={onOpenChange}
        className="max-w-[min(28rem,90vw)] animate-appear rounded-control border border-line bg-raised shadow-overlay"
      >
        <AriaDialog aria-label={label} className="flex flex-col gap-2 p-3 text-sm outline-none">
          {children}
        </AriaDialog>
      </Popover>
    </Surroundings>
  );
}
