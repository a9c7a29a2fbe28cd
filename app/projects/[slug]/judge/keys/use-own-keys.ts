import { useState } from "react";
import { faultWords } from "#app/fault-words.ts";
import { useKeptPreferences } from "#app/projects/[slug]/judge/use-kept-preferences.ts";
import type { Preferences } from "#server/contracts/preferences.ts";

export type OwnKeys = {
  readonly keys: Preferences["keys"];
  /** Why the last change is not saved; empty when it is. */
  readonly fault: string;
  change(keys: Preferences["keys"]): void;
};

/** The keys that a person has changed: here at once, with the account a moment later. */
export function useOwnKeys(initial: Preferences["keys"]): OwnKeys {
  const [keys, setKeys] = useState(initial);
  const { error, keep } = useKeptPreferences();
  return {
    keys,
    fault: error === null ? "" : faultWords(error),
    change: (next) => {
      setKeys(next);
      void keep({ keys: next });
    },
  };
}
