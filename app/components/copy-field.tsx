"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "./button.tsx";
import { copyText } from "./copy-text.ts";
import { Field, fieldControlClass } from "./field.tsx";
import { CheckIcon, CopyIcon } from "./icons.tsx";

type CopyFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
};

/** Something to copy. Where the browser refuses the clipboard, the text is selected instead. */
export function CopyField({ label, value, hint }: CopyFieldProps) {
  const translate = useTranslations("common");
  const [isCopied, setIsCopied] = useState(false);
  return (
    <Field label={label} hint={hint}>
      {(attributes) => (
        <div className="flex gap-2">
          <input
            {...attributes}
            dir="ltr"
            readOnly
            value={value}
            onFocus={(event) => event.currentTarget.select()}
            className={`${fieldControlClass} h-10 min-w-0 font-mono text-[0.8125rem]`}
          />
          <Button
            onClick={async () => {
              setIsCopied(await copyText(value));
              document.getElementById(attributes.id)?.focus();
            }}
          >
            {isCopied ? <CheckIcon /> : <CopyIcon />}
            {translate(isCopied ? "copied" : "copy")}
          </Button>
        </div>
      )}
    </Field>
  );
}
