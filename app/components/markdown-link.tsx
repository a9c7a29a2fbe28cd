"use client";

import { type ReactNode, useRef, useState } from "react";
import { Dialog, Popover } from "react-aria-components";
import { useTranslations } from "use-intl/react";
import { ExternalIcon } from "./icons.tsx";
import { textLinkClass } from "./text-link-class.ts";

/** A link inside foreign text: pressing it shows the address first, and only that can be followed. */
export function MarkdownLink({
  address,
  children,
}: {
  readonly address: string;
  readonly children: ReactNode;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (!isOutside(address)) return <span title={address || undefined}>{children}</span>;
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(true)}
        className={`inline text-start ${textLinkClass}`}
      >
        {children}
      </button>
      {isOpen && (
        <Popover
          isOpen
          triggerRef={button}
          onOpenChange={setIsOpen}
          className="max-w-[min(28rem,90vw)] animate-appear rounded-control border border-line bg-raised shadow-overlay"
        >
          <Target address={address} />
        </Popover>
      )}
    </>
  );
}

function Target({ address }: { readonly address: string }) {
  const translate = useTranslations("reading");
  return (
    <Dialog
      aria-label={translate("linkAddress")}
      className="flex flex-col gap-2 p-3 text-sm outline-none"
    >
      <p
        dir="ltr"
        className="max-h-40 overflow-y-auto break-all font-mono text-[0.8125rem] text-muted"
      >
        {address}
      </p>
      <a
        href={address}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className={`inline-flex items-center gap-1.5 py-1 ${textLinkClass}`}
      >
        {translate("openInNewTab")}
        <ExternalIcon />
      </a>
    </Dialog>
  );
}

function isOutside(address: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(address);
}
