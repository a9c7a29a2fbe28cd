"use client";

import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { type KeyMap, keysOf } from "./key-map.ts";
import { glyphOf } from "./key-press.ts";
import type { Remapping } from "./use-remapping.ts";

type KeyRowProps = {
  readonly id: string;
  readonly name: string;
  readonly map: KeyMap;
  readonly remapping: Remapping;
};

export function KeyRow({ id, name, map, remapping }: KeyRowProps) {
  const translate = useTranslations("judge.keys");
  const row = useRef<HTMLLIElement>(null);
  const isWaiting = remapping.id === id;
  return (
    <li ref={row} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-sm">
      <span className="min-w-0 flex-1">{name}</span>
      <span dir="ltr" className="flex gap-1">
        {keysOf(map, id).map((key) => (
          <kbd
            key={key}
            className="min-w-6 rounded-[0.375rem] border border-line-strong/60 px-1.5 text-center font-sans text-xs leading-6"
          >
            {glyphOf(key)}
          </kbd>
        ))}
      </span>
      {isWaiting ? (
        <KeyCatcher row={row} remapping={remapping} />
      ) : (
        <Button
          variant="quiet"
          size="small"
          aria-label={translate("changeOf", { action: name })}
          onClick={() => remapping.begin(id)}
        >
          {translate("change")}
        </Button>
      )}
    </li>
  );
}

/** Has the focus and takes the next key; Tab leaves it as any other control. */
function KeyCatcher({
  row,
  remapping,
}: {
  readonly row: RefObject<HTMLLIElement | null>;
  readonly remapping: Remapping;
}) {
  const translate = useTranslations("judge.keys");
  const catcher = useRef<HTMLButtonElement>(null);
  // The external system is the focus: the button that was pressed is gone, and comes back after.
  useEffect(() => {
    catcher.current?.focus();
    const list = row.current;
    return () => {
      if (document.activeElement === document.body) list?.querySelector("button")?.focus();
    };
  }, [row]);
  const take = (event: KeyboardEvent) => {
    if (event.key === "Tab" || event.repeat || event.nativeEvent.isComposing) return;
    if (["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") remapping.cancel();
    else remapping.take(event);
  };
  return (
    <div className="flex basis-full flex-wrap items-center gap-2">
      <button
        ref={catcher}
        type="button"
        onKeyDown={take}
        className="min-h-8 rounded-control bg-sunken px-3 py-1 text-start text-[0.8125rem]"
      >
        {translate("press")}
      </button>
      {remapping.clash !== null && (
        <Button size="small" onClick={remapping.swap}>
          {translate("swap")}
        </Button>
      )}
      <Button variant="quiet" size="small" onClick={remapping.cancel}>
        {translate("cancel")}
      </Button>
      <p role="alert" className="basis-full text-[0.8125rem] text-danger empty:hidden">
        {remapping.fault}
      </p>
    </div>
  );
}
