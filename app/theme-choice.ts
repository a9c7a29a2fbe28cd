export const themeCookie = "tiebreak.theme";

export type ThemeChoice = "system" | "light" | "dark";
