/** The sentences of the page's language, laid down by the shell so that no script holds any. */

export function word(name: string, places: Record<string, string | number> = {}): string {
  const words = document.querySelector<HTMLElement>("#words");
  return fill(words?.dataset[name] ?? "", places);
}

export function fill(sentence: string, places: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}
