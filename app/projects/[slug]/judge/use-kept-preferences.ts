import { useState } from "react";
import { api } from "#app/trpc/api.ts";
import type { UpdatePreferencesInput } from "#server/contracts/preferences.ts";

/** Keeps preferences with the account; `error` is why the last change is not kept, else null. */
export function useKeptPreferences() {
  const [error, setError] = useState<unknown>(null);
  const keep = async (change: UpdatePreferencesInput): Promise<void> => {
    try {
      await api.accounts.updatePreferences.mutate(change);
      setError(null);
    } catch (failure) {
      setError(failure);
    }
  };
  return { error, keep };
}
