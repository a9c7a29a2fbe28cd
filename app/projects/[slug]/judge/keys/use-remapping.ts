import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { findAction, type KeyMap, keysOf, remapKey } from "./key-map.ts";
import { characterOf, glyphOf, isReservedKey, type KeyPress } from "./key-press.ts";
import type { OwnKeys } from "./use-own-keys.ts";

export type Remapping = {
  /** The action that waits for its new key. */
  readonly id: string | null;
  /** Why the key that was pressed will not do. */
  readonly fault: string;
  /** The key belongs to another action, with which this one may change keys. */
  readonly clash: { readonly key: string; readonly owner: string } | null;
  begin(id: string): void;
  take(press: KeyPress & Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey">): void;
  swap(): void;
  cancel(): void;
};

type Step = Pick<Remapping, "id" | "fault" | "clash">;
const idle: Step = { id: null, fault: "", clash: null };

/** One action at a time is given the key that is pressed next. */
export function useRemapping({
  map,
  own,
  nameOf,
  say,
}: {
  readonly map: KeyMap;
  readonly own: OwnKeys;
  nameOf(id: string): string;
  say(words: string): void;
}): Remapping {
  const translate = useTranslations("judge.keys");
  const [step, setStep] = useState(idle);
  const glyph = (key: string) => (key === " " ? translate("space") : glyphOf(key));

  const assign = (id: string, key: string, swapWith: string | null) => {
    const other = swapWith === null ? null : { name: nameOf(swapWith), keys: keysOf(map, id) };
    own.change({ ...own.keys, ...remapKey(map, { id, key, swapWith }) });
    setStep(idle);
    const words = { action: nameOf(id), key: glyph(key) };
    if (other === null) return say(translate("changed", words));
    const otherKey = other.keys.map(glyph).join(" · ");
    say(translate("swapped", { ...words, other: other.name, otherKey }));
  };

  return {
    ...step,
    begin: (id) => setStep({ ...idle, id }),
    cancel: () => setStep(idle),
    swap: () => {
      const { id, clash } = step;
      if (id !== null && clash !== null) assign(id, clash.key, clash.owner);
    },
    take: (press) => {
      const { id } = step;
      if (id === null) return;
      if (press.ctrlKey || press.metaKey || press.altKey) {
        return setStep({ id, clash: null, fault: translate("modifier") });
      }
      const key = characterOf(press);
      const isKept = key !== null && (!isReservedKey(key) || keysOf(map, id).includes(key));
      if (!isKept) {
        const fault = translate("reserved", { key: glyph(press.key) });
        return setStep({ id, clash: null, fault });
      }
      const owner = findAction(map, press);
      if (owner === null) return assign(id, key, null);
      if (owner === id) return setStep(idle);
      const fault = translate("taken", { key: glyph(key), other: nameOf(owner) });
      setStep({ id, fault, clash: { key, owner } });
    },
  };
}
