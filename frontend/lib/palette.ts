/** The colours of the theme now shown, from the tokens of the style sheet. */

export function colour(name: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  return value || getComputedStyle(document.documentElement).getPropertyValue("--grey").trim() || "#888888";
}
