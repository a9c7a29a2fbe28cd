import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";
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
  const trpc = useTRPC();
  const save = useMutation(trpc.accounts.updatePreferences.mutationOptions());
  return {
    keys,
    fault: save.error === null ? "" : faultWords(save.error),
    change: (next) => {
      setKeys(next);
      save.mutate({ keys: next });
    },
  };
}
