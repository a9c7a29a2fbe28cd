"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "./button.tsx";

/**
 * An image that somebody else keeps. Fetching it would tell its host who is looking and when, so it
 * stays a card until it is asked for; then a frame of its own fetches it, since this page may not.
 */
export function MarkdownImage({
  alt,
  address,
}: {
  readonly alt: string;
  readonly address: string;
}) {
  const translate = useTranslations("reading");
  const [isAsked, setIsAsked] = useState(false);
  const host = hostOf(address);
  const name = alt || translate("imageWithoutWords");
  return (
    <span className="my-2 inline-flex w-full max-w-md flex-col gap-2 rounded-control border border-dashed border-line-strong p-3 align-top text-sm leading-5">
      <span dir="auto">{translate("image", { name })}</span>
      {host === null && <span className="text-muted">{translate("imageWithoutHost")}</span>}
      {host !== null && !isAsked && (
        <>
          <span dir="ltr" className="break-all text-muted rtl:text-end">
            {address.length > 160 ? `${address.slice(0, 160)}…` : address}
          </span>
          <span className="text-muted">{translate("imageWarning", { host })}</span>
          <Button size="small" className="self-start" onClick={() => setIsAsked(true)}>
            {translate("showImage", { host })}
          </Button>
        </>
      )}
      {host !== null && isAsked && (
        <iframe
          title={name}
          src={`/api/outside-image?address=${encodeURIComponent(address)}`}
          sandbox=""
          referrerPolicy="no-referrer"
          className="h-72 w-full rounded-control border-0 bg-sunken"
        />
      )}
    </span>
  );
}

/** The host of an address that may be asked for an image; null for any other address. */
function hostOf(address: string): string | null {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  return new URL(address).host;
}
