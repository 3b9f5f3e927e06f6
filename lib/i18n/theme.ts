/** Light or dark by choice; without one the system decides. A cookie, so that the first paint is already right. */
export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = "theme";

/** What the cookie says, or nothing where the system decides. */
export function themeOf(value: string | undefined): Theme | undefined {
  return THEMES.find((theme) => theme === value);
}
