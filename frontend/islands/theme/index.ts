/** The theme switch: as the device, light, dark. A cookie keeps it, so the server draws the right one at once. */

import { word } from "../../lib/words";

const ORDER = ["auto", "light", "dark"] as const;
const YEAR_S = 365 * 24 * 3600;
type Theme = (typeof ORDER)[number];

function current(): Theme {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === "light" || chosen === "dark" ? chosen : "auto";
}

function choose(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_S}; samesite=lax`;
  document.dispatchEvent(new Event("linan:theme"));
}

export function start(button: HTMLElement): void {
  const say = (): void => {
    const name = { auto: "themeAuto", light: "themeLight", dark: "themeDark" }[current()];
    const place = button.querySelector("[data-theme-word]");
    if (place) place.textContent = word(name);
  };
  button.addEventListener("click", () => choose(ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length] ?? "auto"));
  document.addEventListener("linan:theme", say);
  button.hidden = false;
  say();
}
