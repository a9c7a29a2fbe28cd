import { cookies } from "next/headers";
import { type ThemeChoice, themeCookie } from "./theme-choice.ts";

/** The theme to render with, so that no page flashes in the wrong one. */
export async function readThemeChoice(): Promise<ThemeChoice> {
  const choice = (await cookies()).get(themeCookie)?.value;
  return choice === "light" || choice === "dark" ? choice : "system";
}
