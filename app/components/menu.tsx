"use client";

import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  Popover,
} from "react-aria-components";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";
import { classNames } from "./class-names.ts";

type MenuProps = {
  /** What the button says aloud; also shown unless `trigger` is given. */
  readonly label: string;
  readonly trigger?: ReactNode;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly children: ReactNode;
};

/** A button that opens a short list of actions or places. */
export function Menu({ label, trigger, variant = "quiet", size, children }: MenuProps) {
  return (
    <MenuTrigger>
      <AriaButton aria-label={label} className={buttonClass(variant, size)}>
        {trigger ?? label}
      </AriaButton>
      <Popover
        placement="bottom end"
        className="min-w-48 animate-appear overflow-y-auto rounded-control border border-line bg-raised p-1 shadow-overlay"
      >
        <AriaMenu className="outline-none">{children}</AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

type MenuItemProps = {
  readonly href?: string;
  readonly isDanger?: boolean;
  /** The language of the words, where it is not that of the page. */
  readonly lang?: string;
  onAction?(): void;
  readonly children: ReactNode;
};

export function MenuItem({ href, isDanger = false, lang, onAction, children }: MenuItemProps) {
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
