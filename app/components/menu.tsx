"use client";
"use no memo";

import { type ReactNode, useRef, useState } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";
import { useLazyModule } from "./lazy-module.ts";
import { overlays } from "./overlays.ts";

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
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const primitives = useLazyModule(overlays, isOpen);
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onPointerEnter={overlays.ask}
        onFocus={overlays.ask}
        onClick={() => setIsOpen(true)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          setIsOpen(true);
        }}
        className={buttonClass(variant, size)}
      >
        {trigger ?? label}
      </button>
      {isOpen && primitives !== null && (
        <primitives.MenuList trigger={button} label={label} onOpenChange={setIsOpen}>
          {children}
        </primitives.MenuList>
      )}
    </>
  );
}

export type MenuItemProps = {
  readonly href?: string;
  readonly isDanger?: boolean;
  /** The language of the words, where it is not that of the page. */
  readonly lang?: string;
  onAction?(): void;
  readonly children: ReactNode;
};

/** Stands in a {@link Menu}, which has fetched what it is made of. */
export function MenuItem(props: MenuItemProps) {
  const primitives = useLazyModule(overlays, true);
  return primitives === null ? null : <primitives.MenuListItem {...props} />;
}
