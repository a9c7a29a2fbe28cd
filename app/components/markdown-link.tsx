"use client";

import { type ReactNode, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { ExternalIcon } from "./icons.tsx";
import { useLazyModule } from "./lazy-module.ts";
import { overlays } from "./overlays.ts";
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
  const translate = useTranslations("reading");
  const primitives = useLazyModule(overlays, isOpen);
  if (!isOutside(address)) return <span title={address || undefined}>{children}</span>;
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={overlays.ask}
        onFocus={overlays.ask}
        onClick={() => setIsOpen(true)}
        className={`inline text-start ${textLinkClass}`}
      >
        {children}
      </button>
      {isOpen && primitives !== null && (
        <primitives.Bubble
          trigger={button}
          label={translate("linkAddress")}
          onOpenChange={setIsOpen}
        >
          <Target address={address} />
        </primitives.Bubble>
      )}
    </>
  );
}

function Target({ address }: { readonly address: string }) {
  const translate = useTranslations("reading");
  return (
    <>
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
    </>
  );
}

function isOutside(address: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(address);
}
