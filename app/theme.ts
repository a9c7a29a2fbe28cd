import { cookies } from "next/headers";
import { z } from "zod";

export const themeCookie = "tiebreak.theme";
const theme = z.enum(["light", "dark"]);
export type ThemeChoice = z.infer<typeof theme> | "system";

/** The theme to render with, so that no page flashes in the wrong one. */
export async function readThemeChoice(): Promise<ThemeChoice> {
  return theme.safeParse((await cookies()).get(themeCookie)?.value).data ?? "system";
}
