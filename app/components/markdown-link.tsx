"use client";

import type { ReactNode } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
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
  if (!isOutside(address)) return <span title={address}>{children}</span>;
  return (
    <DialogTrigger>
      <Button className={`inline text-start ${textLinkClass}`}>{children}</Button>
      <Popover className="max-w-[min(28rem,90vw)] animate-appear rounded-control border border-line bg-raised shadow-overlay">
        <Dialog aria-label="Link address" className="flex flex-col gap-2 p-3 text-sm outline-none">
          <p dir="ltr" className="break-all font-mono text-[0.8125rem] text-muted">
            {address}
          </p>
          <a
            href={address}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className={`inline-flex items-center gap-1.5 py-1 ${textLinkClass}`}
          >
            Open in a new tab
            <ExternalIcon />
          </a>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function isOutside(address: string): boolean {
  return /^(https?:|mailto:)/i.test(address);
}
